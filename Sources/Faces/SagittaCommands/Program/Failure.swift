import Sagitta

/// A fault as the program reports it: to people in one line, to scripts as JSON.
struct Failure {
  /// Codes that more than one line of the table below gives.
  enum Code: String, CaseIterable {
    case usage
    case badInput = "bad-input"
    case noInput = "no-input"
    case notInstalled = "not-installed"
    case cannotCreate = "cannot-create"
    case writeFailed = "write-failed"
    case overLimit = "over-limit"
    case interrupted
    case notFound = "not-found"
    case unreadable
    case noVolume = "no-volume"
    case noSuchVolume = "no-such-volume"
    case noSuchPhase = "no-such-phase"
    case noSuchValues = "no-such-values"
    case damaged
    case irregular
    case sheared
    case notExact = "not-exact"
  }

  /// How the program ends with it.
  let status: ExitStatus
  /// A stable word for the fault, in kebab-case.
  let code: Code
  /// What, where and what to do, in one line.
  let message: String
  /// The file or folder that it is about; nil if it is about none or several.
  let path: String?
  /// Whether the output of the command already tells it.
  var isReported = false

  /// What scripts get of it.
  var json: FailureJSON {
    FailureJSON(code: FaultCode(rawValue: code.rawValue), message: message, path: path)
  }
}

extension Failure {
  /// A command line that cannot be understood.
  init(usage message: String) {
    self.init(status: .usage, code: .usage, message: Self.oneLine(message), path: nil)
  }

  init(_ error: any Error) {
    let status = ExitStatus(for: error)
    self.init(
      status: status, code: Self.code(of: error), message: Self.oneLine(Self.message(of: error)),
      path: Self.path(of: error))
    isReported = (error as? RefusedError)?.isReported ?? false
  }

  private static func message(of error: any Error) -> String {
    guard let fault = error as? any Fault else { return "\(error)" }
    return RemedyWords.commandLine.message(of: fault)
  }

  private static func oneLine(_ message: String) -> String {
    StagedFiles.withoutStages(in: message).split(whereSeparator: \.isNewline).map { line in
      line.drop { $0 == " " }
    }.joined(separator: " ")
  }

  /// The word for a fault: its own where scripts know it, else that of its kind.
  ///
  /// Words that were promised for faults of loading and of volume files mean nothing else.
  private static func code(of error: any Error) -> Code {
    guard let fault = error as? any Fault else { return Code(ExitStatus(for: error)) }
    let isNamed =
      fault is LoadError || fault is VolumeFileError || fault is VolumeRequestError
      || fault is RefusedError
    let own = isNamed ? Code(rawValue: fault.code.rawValue) : nil
    return own ?? Code(ExitStatus(fault.kind))
  }

  private static func path(of error: any Error) -> String? {
    (error as? any Fault)?.place.path.map(StagedFiles.withoutStages(in:))
  }
}

extension Failure.Code {
  /// The word for faults of which no more is known than how the program ends.
  init(_ status: ExitStatus) {
    self =
      switch status {
      case .done, .badInput: .badInput
      case .usage: .usage
      case .noInput: .noInput
      case .unavailable: .notInstalled
      case .cannotCreate: .cannotCreate
      case .ioFailed: .writeFailed
      case .overLimit: .overLimit
      case .interrupted: .interrupted
      }
  }
}
