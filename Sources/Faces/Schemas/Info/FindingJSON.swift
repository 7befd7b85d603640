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

  /// Tells of a finding of the loader or of a request.
  public init(_ finding: Finding) {
    code = finding.code.rawValue
    severity = finding.severity.rawValue
    message = finding.message
    advice = finding.code.advice
    values = finding.values
    files = finding.files
  }

  /// Tells of a finding of a verb's own.
  public init(
    code: String, severity: Finding.Severity, message: String, values: [String: [Double]],
    advice: String
  ) {
    self.code = code
    self.severity = severity.rawValue
    self.message = message
    self.advice = advice
    self.values = values
    files = []
  }
}
