import Compression
import Files
import Geometry
import VolumeModel

extension VolumeFileWriter {
  /// Writes an archive with `voxels` and `affine`; what else is known is the archive's comment.
  func writeNPZ(_ voxels: VoxelBytes, to sink: ByteSink) throws {
    let array = voxels.array
    let affine = array.geometry.voxelToPatient.rowMajor.flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
    }
    let affineFile = NPYHeader(.float64, shape: [4, 4]).encoded() + affine
    let header = NPYHeader(voxels.type, shape: array.shape.reversed()).encoded()
    var file = try sink.open()
    var directory = ZipDirectory()
    try file.write(directory.begin("affine.npy", isDeflated: false))
    try file.write(affineFile)
    try file.write(
      directory.end(affineFile.count, checksum: Checksum(of: affineFile, kind: .crc32)))
    try file.write(directory.begin("voxels.npy", isDeflated: encoding.isCompressed))
    if encoding.isCompressed {
      let (count, checksum) = try append(header, voxels, packed: .raw, to: &file)
      try file.write(directory.end(count, checksum: checksum))
    } else {
      let checksum = try appendSummed(header, voxels: voxels, to: &file)
      try file.write(directory.end(checksum.count, checksum: checksum))
    }
    try file.write(
      directory.encoded(comment: SideCar(describing: array, note: encoding.note).encoded()))
    try file.finish()
  }

  private func appendSummed(
    _ header: [UInt8], voxels: VoxelBytes, to file: inout ByteWriter
  ) throws -> Checksum {
    var checksum = Checksum(of: header, kind: .crc32)
    try file.write(header)
    try unsafe voxels.forEachPiece { bytes in
      unsafe checksum.append(Checksum(of: bytes.bytes, kind: .crc32))
      try unsafe file.write(bytes)
    }
    return checksum
  }
}
