public import Faults

/// A failure: what stands under `error` where a verb could not do what was asked.
public struct FailureJSON: Encodable, Hashable, Sendable {
  /// A stable word, in kebab-case.
  public let code: String
  /// What, where and what to do, in one line.
  public let message: String
  /// The file or folder that it is about; nil if it is about none or several.
  public let path: String?

  private enum CodingKeys: CodingKey { case code, message, path }

  /// Tells of a failure.
  public init(code: FaultCode, message: String, path: String?) {
    self.code = code.rawValue
    self.message = message
    self.path = path
  }

  /// Writes all keys: an unknown path is null, not absent, so that scripts find the key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code, forKey: .code)
    try container.encode(message, forKey: .message)
    try container.encode(path, forKey: .path)
  }
}

/// What is printed where nothing but the failure is to be told.
public struct FailureReport: Encodable, Hashable, Sendable {
  /// The failure.
  public let error: FailureJSON

  /// Reports a failure.
  public init(_ error: FailureJSON) {
    self.error = error
  }
}
