/// A number of bytes as people read it: `150 MiB`, with three digits.
public struct ByteAmount: Hashable, Sendable, CustomStringConvertible {
  /// The bytes.
  public let bytes: Int

  /// Names a number of bytes.
  public init(_ bytes: Int) { self.bytes = bytes }

  /// Three digits and a unit, of powers of 1024; single bytes below the first.
  public var description: String {
    guard bytes >= 1024 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    var units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][...]
    var number = Double(bytes) / 1024
    while number >= 1024, units.count > 1 {
      number /= 1024
      units = units.dropFirst()
    }
    return "\(Self.text(number)) \(units.first ?? "")"
  }

  /// Texts of what is needed (`160 MiB`) and of what is not exceeded (`150 MiB are allowed`) that differ:
  /// where three digits are alike, all digits are written.
  public static func texts(needed: Int, limit: Int) -> (needed: String, allowed: String) {
    let needs = ByteAmount(needed).description
    let most = ByteAmount(limit).description
    let verb = limit == 1 ? "is" : "are"
    return needs == most
      ? ("\(needed) bytes", "\(limit) bytes \(verb) allowed") : (needs, "\(most) \(verb) allowed")
  }

  /// Three digits, without zeros behind the point.
  private static func text(_ number: Double) -> String {
    let scale = number >= 100 ? 1.0 : number >= 10 ? 10 : 100
    let rounded = (number * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
