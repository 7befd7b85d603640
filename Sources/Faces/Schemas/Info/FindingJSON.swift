import Faults
public import SeriesLoading

/// A finding.
public struct FindingJSON: Encodable, Hashable, Sendable {
  /// A stable word, in kebab-case.
  public let code: String
  /// `note` or `warning`.
  public let severity: String
  /// One sentence, with the numbers.
  public let message: String
  /// What the user can do.
  public let advice: String
  /// The numbers, by name.
  public let values: [String: [Double]]
  /// The files it is about; empty if it is about the volume as a whole.
  public let files: [String]

  private let remedies: [Remedy]

  /// Tells of a finding of the loader or of a request.
  public init(_ finding: Finding) {
    code = finding.code.rawValue
    severity = finding.severity.rawValue
    message = finding.message
    advice = finding.code.advice
    values = finding.values
    files = finding.files
    remedies = finding.code.remedies
  }

  private enum CodingKeys: CodingKey { case code, severity, message, advice, values, files }

  /// Writes the finding; its advice ends in the words of the face (`CodingUserInfoKey.remedyWords`).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(severity, forKey: .severity)
    try container.encode(message, forKey: .message)
    try container.encode(
      encoder.remedyWords.advice(advice, remedies: remedies), forKey: .advice)
    try container.encode(values, forKey: .values)
    try container.encode(files, forKey: .files)
  }
}
