package import SagittaEngine

/// Results cannot be written as they were asked for, or not where.
package struct OutputError: Fault {
  package let kind: FaultKind
  /// The file or folder that it is about.
  private let path: String?
  /// The sentence, given what a face calls its fields.
  private let sentence: @Sendable ((String) -> String) -> String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - kind: Whose fault it is; the caller's by default.
  ///   - path: The file or folder that it is about.
  ///   - sentence: Makes one sentence for people, given what a face calls its fields.
  package init(
    _ kind: FaultKind = .wrongRequest, path: String? = nil,
    sentence: @escaping @Sendable ((String) -> String) -> String
  ) {
    self.kind = kind
    self.path = path
    self.sentence = sentence
  }

  package var code: FaultCode {
    kind == .wrongRequest ? "usage" : FaultCode(rawValue: kind.rawValue)
  }

  package var place: FaultPlace { FaultPlace(path: path) }

  package var description: String { description(naming: { $0 }) }

  /// The sentence with a face's own names of fields.
  package func description(naming name: (String) -> String) -> String { sentence(name) }
}

extension OutputError {
  /// A file is there that is not to be replaced.
  static func exists(_ path: String) -> OutputError {
    OutputError(.cannotCreate) { name in
      "\(path) is already there; choose other names or replace it with \(name("force"))"
    }
  }
}
