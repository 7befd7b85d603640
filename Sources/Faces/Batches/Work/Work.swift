import Files
import SagittaEngine

/// One thing that is done to every item: a verb with its options, as they are typed.
package struct Work: Hashable, Sendable {
  /// What a face says of its verbs.
  package struct Verbs: Sendable {
    /// Verbs that write what an option names.
    let writing: Set<String>
    /// Verbs that print, which goes to the file that `output` names.
    let printing: Set<String>
    /// The spellings of the option for the output.
    let output: [String]
    /// Options that name more files to write.
    let furtherOutputs: [String]
    /// The words to add to each, unless it has them: options, with their values.
    let additions: @Sendable (_ threads: Int, _ memory: Int) -> [[String]]

    package init(
      writing: Set<String>, printing: Set<String>, output: [String], furtherOutputs: [String],
      additions: @escaping @Sendable (_ threads: Int, _ memory: Int) -> [[String]]
    ) {
      self.writing = writing
      self.printing = printing
      self.output = output
      self.furtherOutputs = furtherOutputs
      self.additions = additions
    }
  }

  /// As it was typed.
  package let text: String
  /// The verb.
  package let verb: String
  /// What it writes, below the item's folder.
  let output: String
  /// Whether what it prints goes there.
  let isPrinting: Bool

  /// The options: words, and outputs.
  private enum Part: Hashable {
    case word(String)
    case file(String)
  }

  private let parts: [Part]

  /// Reads what is to be done.
  ///
  /// - Parameters:
  ///   - text: A verb and its options, without an input.
  ///   - verbs: What is known of verbs.
  /// - Throws: ``BatchError/badWork(_:reason:)``.
  package init(_ text: String, verbs: Verbs) throws(BatchError) {
    self.text = text
    func refused(_ reason: String) -> BatchError { .badWork(text, reason: reason) }
    guard let words = ShellWords.of(text) else { throw refused("a quote is not closed") }
    guard let verb = words.first else { throw refused("it is empty") }
    isPrinting = verbs.printing.contains(verb)
    guard isPrinting || verbs.writing.contains(verb) else {
      let known = verbs.writing.union(verbs.printing).sorted()
      let hint = closestName(to: verb, among: known).map { "did you mean \($0)? " } ?? ""
      throw refused(
        "'\(verb)' is no verb of a batch; \(hint)Known are \(known.joined(separator: ", "))")
    }
    self.verb = verb
    var reading = Reading(words: words.dropFirst(), verbs: verbs, isPrinting: isPrinting)
    do {
      parts = try reading.parts()
    } catch {
      throw refused(error.reason)
    }
    guard let output = reading.output else {
      throw refused("it does not say what to write; name a file or folder with \(verbs.output[0])")
    }
    self.output = output
  }

  /// The words of the program for one item.
  ///
  /// - Parameters:
  ///   - inputs: What to read.
  ///   - folder: Where outputs go.
  ///   - additions: Options with their values, which are left out where they are given already.
  /// - Returns: The words, and what they name.
  func call(inputs: [String], folder: String, additions: [[String]]) -> WorkPlan.Call {
    var words = [verb]
    for part in parts {
      switch part {
      case .word(let word): words.append(word)
      case .file(let path): words.append("\(folder)/\(path)")
      }
    }
    for addition in additions {
      let name = addition[0]
      let isGiven = words.contains { $0 == name || $0.hasPrefix(name + "=") }
      if !isGiven { words += addition }
    }
    return WorkPlan.Call(words: words + ["--"] + inputs, inputs: inputs, folder: folder)
  }

  /// Makes the folders of its outputs within that of an item.
  ///
  /// - Throws: `FileWritingError`.
  func makeFolders(in folder: String) throws(FileWritingError) {
    for case .file(let path) in parts + [.file(output)] {
      guard let slash = path.lastIndex(of: "/") else { continue }
      try Folders.make("\(folder)/\(path[..<slash])")
    }
  }

  /// Works that would write into each other's files.
  static func firstClash(among works: [Work]) -> Work? {
    var taken: Set<String> = []
    return works.first {
      !taken.insert($0.output.split(separator: "/").joined(separator: "/")).inserted
    }
  }

  private struct Refused: Error {
    let reason: String
  }

  /// Tells options that name outputs from other words.
  private struct Reading {
    let words: ArraySlice<String>
    let verbs: Verbs
    let isPrinting: Bool
    var output: String?

    mutating func parts() throws(Refused) -> [Part] {
      var parts: [Part] = []
      var rest = words
      while let word = rest.popFirst() {
        let name = String(word.prefix { $0 != "=" })
        let isOutput = verbs.output.contains(name)
        guard isOutput || verbs.furtherOutputs.contains(name) else {
          guard word != "--" else { throw Refused(reason: "inputs are supplied, it names none") }
          parts.append(.word(word))
          continue
        }
        let value: String
        if name.count < word.count {
          value = String(word.dropFirst(name.count + 1))
        } else if let next = rest.popFirst() {
          value = next
        } else {
          throw Refused(reason: "\(name) names nothing")
        }
        try check(value)
        if isOutput {
          guard output == nil else { throw Refused(reason: "it has two outputs") }
          output = value
        }
        if !(isOutput && isPrinting) { parts += [.word(name), .file(value)] }
      }
      return parts
    }

    /// An output lies in the item's folder.
    private func check(_ path: String) throws(Refused) {
      let parts = path.split(separator: "/")
      guard path != "-", !path.hasPrefix("/"), !parts.isEmpty, !parts.contains(".."),
        !parts.contains("."),
        !parts[0].hasPrefix(".sagitta-")
      else {
        throw Refused(
          reason: "'\(path)' is no place in the folder of an item: name a file or folder in it")
      }
    }
  }
}
