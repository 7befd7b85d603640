/// Texts of headers in which quotes hold separators together (RFC 9110 5.6.4).
enum QuotedText {
  /// The trimmed fields between separators that stand outside quotes; empty ones are left out.
  ///
  /// A quote that does not end reaches to the end of the text.
  static func fields(of text: some StringProtocol, separator: Character) -> [String] {
    var fields = [""]
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if character == separator, !isQuoted {
        fields.append("")
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && character == "\\" && !isEscaped
      fields[fields.count - 1].append(character)
    }
    return fields.map(\.trimmedOfBlanks).filter { !$0.isEmpty }
  }

  /// A value without blanks and quotes around it.
  static func content(of text: some StringProtocol) -> String {
    let trimmed = text.trimmedOfBlanks
    guard trimmed.hasPrefix("\"") else { return trimmed }
    var content = ""
    var isEscaped = false
    for character in trimmed.dropFirst() {
      if character == "\"", !isEscaped { break }
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { content.append(character) }
    }
    return content.trimmedOfBlanks
  }

  /// A value in quotes.
  static func quoted(_ text: String) -> String {
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }
}

extension StringProtocol {
  /// Without blanks and tabs around it.
  var trimmedOfBlanks: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let ends = drop(while: isBlank).reversed().drop(while: isBlank)
    return String(ends.reversed())
  }
}
