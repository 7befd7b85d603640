import Files

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
  /// allows to stand as they are; read again it means the same.
  public static func escaped(_ json: String) -> String {
    guard json.utf8.contains(where: { $0 >= 0x7F }) else { return json }
    var escaped = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      // Line feeds are the text's own: within texts they are escaped already.
      guard scalar != "\n", FileNameText.isSteering(scalar) else {
        escaped.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        escaped.append(
          contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            .unicodeScalars)
      }
    }
    return String(escaped)
  }
}
