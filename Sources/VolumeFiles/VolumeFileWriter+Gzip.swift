import Compression
import FileWriting
import VolumeModel
import WorkScheduling

extension VolumeFileWriter {
  /// Pieces compressed before any is written: enough to keep every core busy.
  private static var batch: Int { 64 }

  /// Writes a header and the values behind it as one gzip member.
  ///
  /// Pieces are compressed apart from each other, so the bytes do not depend on the workers.
  func writeGzip(_ header: [UInt8], _ array: ValueArray, to path: String) throws {
    var file = try OutputFile(at: path)
    try file.write(Gzip.header)
    var chunks = [try GzipChunk(header, level: .fastest, isLast: false)]
    try file.write(chunks[0].bytes)
    let pieces = array.pieces
    for start in stride(from: 0, to: pieces.count, by: Self.batch) {
      let batch = pieces[start..<min(pieces.count, start + Self.batch)]
      let compressed = try scheduler.map(batch.count) { index in
        try unsafe array.withBytes(of: batch[start + index], padding: padding) { bytes in
          try unsafe GzipChunk(
            bytes.bytes, level: .fastest, isLast: start + index == pieces.count - 1)
        }
      }
      for chunk in compressed { try file.write(chunk.bytes) }
      chunks += compressed
    }
    try file.write(Gzip.trailer(chunks))
    try file.finish()
  }
}
