/// Unique identifiers that are a function of what they identify.
struct DeterministicUID: Sendable {
  /// Everything that tells one series from another.
  let identity: [UInt8]

  /// Returns the identifier of a part of the series: `2.25.` and a number of 128 bits
  /// (PS3.5 B.2), marked as a custom UUID (version 8, RFC 9562).
  func uid(of part: String) -> String {
    var hash = Self.fnv1a(identity + [0] + Array(part.utf8))
    hash = hash & ~(0xF << 76) | 8 << 76
    hash = hash & ~(3 << 62) | 2 << 62
    return "2.25.\(hash)"
  }

  /// Fowler, Noll and Vo's hash 1a of 128 bits.
  private static func fnv1a(_ bytes: [UInt8]) -> UInt128 {
    let prime: UInt128 = 1 << 88 | 0x13B
    let basis: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    return bytes.reduce(basis) { ($0 ^ UInt128($1)) &* prime }
  }
}
