/// An archive in which files are packed; it has to be unpacked before it can be looked into.
enum ArchiveKind: String {
  case zip = "ZIP"
  case sevenZip = "7z"
  case rar = "RAR"

  /// Recognises the first bytes of a file; nil if it is none of these.
  init?(_ bytes: [UInt8]) {
    let signatures: [(ArchiveKind, [UInt8])] = [
      (.zip, [0x50, 0x4B, 0x03, 0x04]), (.zip, [0x50, 0x4B, 0x05, 0x06]),
      (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, [0x52, 0x61, 0x72, 0x21, 0x1A]),
    ]
    guard let found = signatures.first(where: { bytes.starts(with: $0.1) }) else { return nil }
    self = found.0
  }
}
