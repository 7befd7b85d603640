package import Faults
import Schemas

/// What another program says of an input.
package struct RemoteFault: Fault, Codable {
  /// A stable word.
  package let code: FaultCode
  /// Whose fault it is.
  package let kind: FaultKind
  /// One line.
  package let description: String
  /// What can be done about it.
  package let remedies: [Remedy]

  package var isCodePromised: Bool { true }

  private enum CodingKeys: String, CodingKey { case code, kind, message }

  package init(
    code: FaultCode, kind: FaultKind, description: String, remedies: [Remedy] = []
  ) {
    self.code = code
    self.kind = kind
    self.description = description
    self.remedies = remedies
  }

  /// Says of an error what a fault says of itself.
  package init(_ error: any Error) {
    let fault = error as? any Fault
    self.init(
      code: fault?.code ?? "bad-input", kind: fault?.kind ?? .badInput,
      description: fault?.description ?? "\(error)")
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Words of another program are not trusted to be such words.
    kind = FaultKind(rawValue: try container.decode(String.self, forKey: .kind)) ?? .badInput
    let word = try container.decode(String.self, forKey: .code)
    code = FaultCode(rawValue: (Failure.Code(rawValue: word) ?? Failure.Code(kind)).rawValue)
    description = try container.decode(String.self, forKey: .message)
    remedies = []
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code.rawValue, forKey: .code)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encode(description, forKey: .message)
  }
}
