/// A file in which others are packed, by its first bytes.
enum PackedKind: String {
  case zip = "ZIP"
  case gzip
  case bzip2
  case xz
  case zstd
  case tar
  case sevenZip = "7z"
  case rar = "RAR"

  /// As many first bytes as tell the kinds apart.
  static let bytesNeeded = 262

  /// Recognises the first bytes of a file; nil if it is none of these.
  init?(_ bytes: some Collection<UInt8>) {
    let found = Self.signatures.first { bytes.starts(with: $0.1) }
    if let found {
      self = found.0
    } else if bytes.dropFirst(257).starts(with: Array("ustar".utf8)) {
      self = .tar
    } else {
      return nil
    }
  }

  private static let signatures: [(PackedKind, [UInt8])] = [
    (.zip, [0x50, 0x4B, 0x03, 0x04]), (.zip, [0x50, 0x4B, 0x05, 0x06]),
    (.gzip, [0x1F, 0x8B, 0x08]), (.bzip2, [0x42, 0x5A, 0x68]),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, [0x52, 0x61, 0x72, 0x21, 0x1A]),
  ]

  /// Whether files of this kind are looked into.
  var isUnpacked: Bool { self != .sevenZip && self != .rar }
}
