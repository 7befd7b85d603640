import Foundation

/// JSON as every face writes it: sorted keys, readable, slashes as they are.
///
/// Equal values give equal bytes.
public enum JSONText {
  /// Returns a value as JSON.
  ///
  /// - Parameters:
  ///   - value: What is written.
  ///   - userInfo: What the value's coding may ask its encoder.
  /// - Returns: The text, without a line's end.
  /// - Throws: What the value's coding throws; numbers that are not finite have no JSON.
  public static func text(
    _ value: some Encodable, userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.userInfo = userInfo
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Returns JSON without characters that steer terminals or the direction of writing, which JSON
  /// allows to stand as they are.
  public static func escaped(_ json: String) -> String {
    guard json.utf8.contains(where: { $0 >= 0x7F }) else { return json }
    var escaped = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069:
        let digits = String(scalar.value, radix: 16)
        escaped.append(
          contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            .unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
