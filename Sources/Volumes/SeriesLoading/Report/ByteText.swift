/// Amounts of memory, for people.
enum ByteText {
  /// Megabytes, or what is left of one; amounts that are needed are rounded up elsewhere.
  static func text(_ bytes: Int) -> String {
    switch bytes {
    case ..<10_000: "\(bytes) bytes"
    case ..<10_000_000: "\((bytes + 999) / 1000) kB"
    default: "\((bytes + 999_999) / 1_000_000) MB"
    }
  }
}
