import SagittaEngine

/// The words with which the program was called.
struct Invocation: Sendable {
  /// Those of the running command.
  @TaskLocal static var current = Invocation(words: [])

  let words: [String]
  /// Whose verbs they are.
  var root: any RootCommand.Type = SagittaCommand.self

  /// Whether standard output is read as JSON, whatever else is wrong with the words.
  var wantsJSON: Bool { words.prefix { $0 != "--" }.contains("--json") }
}
