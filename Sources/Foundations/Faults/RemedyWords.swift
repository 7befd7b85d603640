/// What a face says of remedies, in its own words.
public struct RemedyWords: Sendable {
  private let phrase: @Sendable (Remedy) -> String?
  private let ending: @Sendable (Remedy) -> String?
  private let whole: (@Sendable (any Fault) -> String)?

  /// Nothing: a text is what it is.
  public static let none = RemedyWords(phrase: { _ in nil }, ending: { _ in nil })

  /// Creates the words of a face.
  ///
  /// - Parameters:
  ///   - phrase: What follows the sentence of a fault; nil where that says enough.
  ///   - ending: What stands in the place of an advice's full stop, the new one not included; nil to
  ///     leave it.
  ///   - whole: What is said of a fault, with its remedies; nil for its sentence and the phrases.
  public init(
    phrase: @escaping @Sendable (Remedy) -> String?,
    ending: @escaping @Sendable (Remedy) -> String?,
    whole: (@Sendable (any Fault) -> String)? = nil
  ) {
    self.phrase = phrase
    self.ending = ending
    self.whole = whole
  }

  /// Returns a sentence with what can be done about it.
  ///
  /// - Parameters:
  ///   - sentence: What is wrong, without a full stop.
  ///   - remedies: The most promising first.
  /// - Returns: One line.
  public func message(_ sentence: String, remedies: [Remedy]) -> String {
    let phrases = remedies.compactMap(phrase)
    guard !phrases.isEmpty else { return sentence }
    return sentence + (sentence.hasSuffix("?") ? " " : "; ") + phrases.joined(separator: " or ")
  }

  /// Returns what a face says of a fault, with what can be done about it.
  public func message(of fault: any Fault) -> String {
    whole?(fault) ?? message(fault.description, remedies: fault.remedies)
  }

  /// Returns an advice with what it means for this face.
  ///
  /// - Parameters:
  ///   - sentences: What can be done, with a full stop.
  ///   - remedies: The most promising first.
  /// - Returns: Whole sentences.
  public func advice(_ sentences: String, remedies: [Remedy]) -> String {
    let endings = remedies.compactMap(ending)
    guard !endings.isEmpty, sentences.hasSuffix(".") else { return sentences }
    return sentences.dropLast() + endings.joined() + "."
  }
}
