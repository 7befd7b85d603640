import CDigests

/// The SHA-256 digest of bytes (FIPS 180-4), taken in pieces.
public struct SHA256Digest: Sendable {
  private var state = sagitta_digest()

  /// The digest of no bytes.
  public init() { unsafe sagitta_digest_begin(&state) }

  /// Appends bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: the bytes are there for the time of the call.
    unsafe sagitta_digest_update(&state, bytes.baseAddress, bytes.count)
  }

  /// Appends bytes.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The digest of all bytes so far, in hexadecimal.
  public var hex: String {
    var copy = state
    var bytes = [UInt8](repeating: 0, count: 32)
    // SAFETY: a digest has 32 bytes.
    unsafe sagitta_digest_end(&copy, &bytes)
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
