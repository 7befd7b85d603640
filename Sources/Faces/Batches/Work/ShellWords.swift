/// A line as a shell parts it into words: quotes and backslashes, nothing is expanded.
enum ShellWords {
  /// The words; nil if a quote is not closed.
  static func of(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var characters = line.makeIterator()
    while let character = characters.next() {
      if character == quote {
        quote = nil
      } else if character == "\\", quote != "'" {
        guard let next = characters.next() else { return nil }
        let isPlain = quote == "\"" && !["\"", "\\", "$", "`"].contains(next)
        word = (word ?? "") + (isPlain ? "\\\(next)" : String(next))
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { return nil }
    return words + [word].compactMap { $0 }
  }
}
