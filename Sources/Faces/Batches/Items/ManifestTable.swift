/// A table as RFC 4180 has it: rows of fields between commas, in quotes where they hold commas, quotes or line
/// ends.
struct ManifestTable {
  /// The fields of each row, empty rows left out, and where each begins: lines count from 1.
  private(set) var rows: [(line: Int, fields: [String])] = []

  private var line = 1
  private var start = 1
  private var fields: [String] = []
  private var field = ""
  private var isQuoted = false

  /// Reads a table.
  ///
  /// - Returns: Nil if a quote is not closed.
  init?(_ text: String) {
    var previousQuote = false
    for character in text {
      if isQuoted {
        takeQuoted(character)
        previousQuote = !isQuoted
      } else if character == "\"" {
        // A quote behind one that closed is part of the text.
        if previousQuote { field.append("\"") }
        isQuoted = true
        previousQuote = false
      } else {
        take(character)
        previousQuote = false
      }
    }
    guard !isQuoted else { return nil }
    endRow()
  }

  private mutating func takeQuoted(_ character: Character) {
    if character == "\"" {
      isQuoted = false
    } else {
      field.append(character)
      if character.isNewline { line += 1 }
    }
  }

  private mutating func take(_ character: Character) {
    if character == "," {
      fields.append(field)
      field = ""
    } else if character.isNewline {
      endRow()
    } else {
      field.append(character)
    }
  }

  private mutating func endRow() {
    fields.append(field)
    if fields != [""] { rows.append((line: start, fields: fields)) }
    fields = []
    field = ""
    line += 1
    start = line
  }
}
