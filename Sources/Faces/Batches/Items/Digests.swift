import CDigests
import Files

/// SHA-256 digests (FIPS 180-4) in hexadecimal.
enum Digests {
  /// Bytes that are read at a time.
  private static let pieceLength = 1 << 20

  /// The digest of a text.
  static func of(_ text: String) -> String {
    var state = sagitta_digest()
    unsafe sagitta_digest_begin(&state)
    update(&state, with: Array(text.utf8))
    return end(&state)
  }

  /// The digest of a file.
  ///
  /// - Throws: `FileReadingError`.
  static func of(_ file: ByteReader) throws -> String {
    var state = sagitta_digest()
    unsafe sagitta_digest_begin(&state)
    var place = 0
    while place < file.count {
      let piece = try file.bytes(at: place, count: min(pieceLength, file.count - place))
      update(&state, with: piece)
      place += piece.count
    }
    return end(&state)
  }

  private static func update(_ state: inout sagitta_digest, with bytes: [UInt8]) {
    // SAFETY: the bytes are there for the time of the call.
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe sagitta_digest_update(&state, bytes.baseAddress, bytes.count)
    }
  }

  private static func end(_ state: inout sagitta_digest) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    unsafe sagitta_digest_end(&state, &bytes)
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
