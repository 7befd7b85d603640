import SagittaEngine

/// A number that names no object, or one of another kind.
struct UnknownObject: Fault {
  private let wanted: String

  /// A number is not of an object of the wanted kind.
  init(wanted: String) { self.wanted = wanted }

  var code: FaultCode { "no-such-object" }
  var kind: FaultKind { .wrongRequest }
  var description: String {
    "this is no \(wanted): it was released, never made, or is something else"
  }
}

/// An argument that no call can work with.
struct WrongArgument: Fault {
  /// What is wrong with which argument.
  let description: String

  init(_ description: String) { self.description = description }

  var code: FaultCode { "wrong-argument" }
  var kind: FaultKind { .wrongRequest }
}

/// A request that is no JSON, or has a value of another kind than its field.
struct UnreadableRequest: Fault {
  let description: String
  let place: FaultPlace

  var code: FaultCode { "unreadable-request" }
  var kind: FaultKind { .wrongRequest }

  init(_ error: DecodingError) {
    let (context, problem) = Self.parts(of: error)
    let field = context.codingPath.map(\.stringValue).joined(separator: ".")
    place = FaultPlace(field: field.isEmpty ? nil : field)
    description = field.isEmpty ? "the request cannot be read: \(problem)" : "\(field): \(problem)"
  }

  private static func parts(of error: DecodingError) -> (DecodingError.Context, String) {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      (context, context.debugDescription)
    case .keyNotFound(let key, let context):
      (context, "there is no \(key.stringValue)")
    @unknown default:
      (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
    }
  }
}

/// An input of several volumes, none of which was chosen.
struct AmbiguousInput: Fault {
  /// The volumes of the input.
  let groups: [StudyGroup]
  let report: SeriesReport

  var code: FaultCode { "ambiguous-input" }
  var kind: FaultKind { .wrongRequest }
  var remedies: [Remedy] { [.chooseVolume] }
  var description: String {
    let texts = report.volumes.prefix(8).map { "\($0.id): \($0.shortText)" }
    let more = report.volumes.count > 8 ? ", …" : ""
    return "the input has \(report.volumes.count) volumes (\(texts.joined(separator: ", "))\(more))"
  }
}
