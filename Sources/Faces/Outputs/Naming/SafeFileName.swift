/// Texts of files as parts of file names.
package enum SafeFileName {
  /// The most bytes of one text, and of a name that is put together from several.
  private static let longestText = 80
  private static let longestName = 200

  /// Names that mean devices on Windows, where results may be copied to.
  private static let devices: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  /// The text as a part of a name: letters, digits and `.+-_=@` stay, anything else becomes `_`.
  ///
  /// It has no separators, control characters or invisible marks, begins and ends with no dot,
  /// hyphen or blank, and is never empty.
  package static func part(_ text: String?) -> String {
    var part = ""
    for character in text ?? "" {
      let isPlain = character.isLetter || character.isNumber || ".+-_=@".contains(character)
      part.append(isPlain && !holdsInvisible(character) ? character : "_")
    }
    while part.contains("__") { part = part.replacing("__", with: "_") }
    part = trimmed(cut(part, to: longestText))
    return part.isEmpty ? "unknown" : part
  }

  /// A whole name without its extension, as every file system takes it.
  package static func name(_ name: String) -> String {
    let short = cut(name, to: longestName)
    let stem = short.prefix { $0 != "." }.lowercased()
    return devices.contains(stem) ? "_" + short : short
  }

  /// The first name that is not taken, by numbers from 2 on; upper and lower case are the same.
  package static func unique(_ name: String, among taken: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return candidate
  }

  private static func holdsInvisible(_ character: Character) -> Bool {
    character.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned: true
      default: false
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    let edge: Set<Character> = [".", "-", "_"]
    let begin = text.drop { edge.contains($0) }
    return String(begin.reversed().drop { edge.contains($0) }.reversed())
  }

  private static func cut(_ text: String, to bytes: Int) -> String {
    var cut = text
    while cut.utf8.count > bytes { cut.removeLast() }
    return cut
  }
}
