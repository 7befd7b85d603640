import Compression
import Files

extension VolumeFileWriter {
  /// Writes a header and the voxels behind it.
  func writePlain(_ header: [UInt8], voxels: VoxelBytes, to sink: ByteSink) throws {
    var file = try sink.open()
    try file.write(header)
    try append(voxels, to: &file)
    try file.finish()
  }

  /// Writes a header, and behind it as one compressed stream a second header and the voxels.
  func writeCompressed(
    _ header: [UInt8], packedHeader: [UInt8], voxels: VoxelBytes, format: CompressedFormat,
    to sink: ByteSink
  ) throws {
    var file = try sink.open()
    try file.write(header)
    _ = try append(packedHeader, voxels, packed: format, to: &file)
    try file.finish()
  }

  func append(_ voxels: VoxelBytes, to file: inout ByteWriter) throws {
    try unsafe voxels.forEachPiece { try unsafe file.write($0) }
  }

  /// Appends a compressed stream; pieces are compressed apart from each other, so the bytes do
  /// not depend on the workers, and none is kept.
  ///
  /// - Returns: The bytes of the stream, and the checksum of what is in it.
  func append(
    _ header: [UInt8], _ voxels: VoxelBytes, packed format: CompressedFormat,
    to file: inout ByteWriter
  ) throws -> (count: Int, checksum: Checksum) {
    var checksum = Checksum(format.checksum)
    var count = format.header.count
    try file.write(format.header)
    if !header.isEmpty {
      let run = try DeflatedRun(header, kind: format.checksum, isLast: false)
      try file.write(run.bytes)
      count += run.bytes.count
      checksum.append(run.checksum)
    }
    try unsafe voxels.forEachPiece({ bytes, isLast in
      try unsafe DeflatedRun(bytes.bytes, kind: format.checksum, isLast: isLast)
    }) { run in
      try file.write(run.bytes)
      count += run.bytes.count
      checksum.append(run.checksum)
    }
    let trailer = format.trailer(checksum)
    try file.write(trailer)
    return (count + trailer.count, checksum)
  }
}
