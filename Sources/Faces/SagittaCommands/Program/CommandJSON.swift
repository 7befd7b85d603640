import SagittaEngine

/// JSON as the program prints it: what can be done is said in its own words.
package enum CommandJSON {
  package static func text(_ value: some Encodable) throws -> String {
    try JSONText.text(value, userInfo: [.remedyWords: RemedyWords.commandLine])
  }
}
