/// What a client wrote, fit to stand in a header or a message.
enum PlainText {
  /// Letters, digits and a few signs of it, and not much.
  static func of(_ text: String) -> String {
    let kept = text.unicodeScalars.prefix(64).filter { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
          || "-_.,".unicodeScalars.contains(scalar))
    }
    return String(String.UnicodeScalarView(kept))
  }
}
