/// Unique identifiers that need no registered root: `2.25.` and a number of 128 bits (PS3.5 B.2).
public enum UniqueIdentifier {
  /// Returns an identifier that nobody has had before: a random UUID (version 4, RFC 9562).
  public static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bits = UInt128(generator.next()) << 64 | UInt128(generator.next())
    return text(bits, version: 4)
  }

  /// Returns the identifier of what has this hash: a custom UUID (version 8, RFC 9562).
  public static func derived(from hash: StableHash) -> String { text(hash.value, version: 8) }

  private static func text(_ bits: UInt128, version: UInt128) -> String {
    var bits = bits & ~(0xF << 76) | version << 76
    bits = bits & ~(3 << 62) | 2 << 62
    return "2.25.\(bits)"
  }
}

/// A hash of 128 bits that is the same on every machine and in every run: Fowler, Noll and Vo's 1a.
///
/// It tells things apart; it does not keep anybody from making two that look alike.
public struct StableHash: Hashable, Sendable {
  /// The hash of everything so far.
  public private(set) var value: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

  private static let prime: UInt128 = 1 << 88 | 0x13B

  /// The hash of nothing.
  public init() {}

  /// Adds bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt128(byte)) &* Self.prime }
  }

  /// Adds a text, and a zero that keeps it apart from what follows.
  public mutating func update(_ text: String) {
    update(text.utf8)
    update(CollectionOfOne(0))
  }
}
