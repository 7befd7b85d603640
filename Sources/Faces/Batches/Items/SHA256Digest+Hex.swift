import Compression
import Files

extension SHA256Digest {
  /// Bytes that are read at a time.
  private static let pieceLength = 1 << 20

  /// The digest of a text.
  static func hex(of text: String) -> String {
    var digest = SHA256Digest()
    digest.update(Array(text.utf8))
    return digest.hex
  }

  /// The digest of a file.
  ///
  /// - Throws: `FileReadingError`.
  static func hex(of file: ByteReader) throws -> String {
    var digest = SHA256Digest()
    var place = 0
    while place < file.count {
      let piece = try file.bytes(at: place, count: min(pieceLength, file.count - place))
      digest.update(piece)
      place += piece.count
    }
    return digest.hex
  }
}
