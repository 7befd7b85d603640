import FoundationEssentials
import SagittaEngine

/// Turns what the argument parser says into what helps.
enum UsageAdvice {
  /// Refuses a first word that is no verb, and names the closest.
  static func check(verb arguments: [String], known: [String]) throws {
    guard let word = arguments.first, !word.hasPrefix("-"), !known.contains(word) else { return }
    if FileManager.default.fileExists(atPath: word) {
      throw UsageError(
        "there is no verb '\(word)', but such a \(kind(of: word)): "
          + "did you mean `sagitta info \(quoted(word))`?")
    }
    let hint = closestName(to: word, among: known).map { "; did you mean \($0)?" } ?? ";"
    throw UsageError(
      "there is no verb '\(word)'\(hint) Verbs are \(known.joined(separator: ", "))")
  }

  /// Where the user can read more: the help of the verb, if there is one.
  static func help(for words: [String], of verbs: [String]) -> String {
    guard let verb = words.first, verbs.contains(verb), verb != "help" else {
      return "; see `sagitta --help`"
    }
    return "; see `sagitta \(verb) --help`"
  }

  private static func kind(of path: String) -> String {
    var isFolder = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return isFolder ? "folder" : "file"
  }

  /// The word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "/._-+,:=@".contains($0) }
    return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// Adds the closest of the values that an option takes.
  ///
  /// The parser's text is the only place that has both the wrong and the right values: "The value
  /// 'lienar' is invalid for '--interpolation <kernel>'. Please provide one of …".
  static func improved(_ message: String) -> String {
    let parts = message.split(separator: "Please provide one of", maxSplits: 1)
    guard parts.count == 2, message.hasPrefix("The value '") else { return message }
    let quoted = parts[0].split(separator: "'", omittingEmptySubsequences: false)
    let choices = words(in: parts[1])
    guard quoted.count >= 4, let closest = closestName(to: String(quoted[1]), among: choices)
    else { return message }
    return "'\(quoted[1])' is no value of \(quoted[3]); did you mean \(closest)? "
      + "Known are \(choices.joined(separator: ", "))"
  }

  /// The values: in quotes, or one a line after a hyphen.
  private static func words(in text: Substring) -> [String] {
    let quoted = text.split(separator: "'", omittingEmptySubsequences: false)
    if quoted.count > 2 {
      return stride(from: 1, to: quoted.count, by: 2).map { String(quoted[$0]) }
    }
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let word = line.drop { $0 == " " || $0 == "-" }.prefix { $0 != " " }
      return line.contains("- ") && !word.isEmpty ? String(word) : nil
    }
  }
}
