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
      status: status, code: Self.code(of: error) ?? Self.code(of: status),
      message: Self.oneLine(FaultText.text(of: error)), path: Self.path(of: error))
    isReported = (error as? RefusedError)?.isReported ?? false
  }

  private static func oneLine(_ message: String) -> String {
    StagedFiles.withoutStages(in: message).split(whereSeparator: \.isNewline).map { line in
      line.drop { $0 == " " }
    }.joined(separator: " ")
  }

  /// The code of errors about which more is known than how the program ends.
  private static func code(of error: any Error) -> Code? {
    switch error {
    case let error as LoadError: code(of: error)
    case let error as VolumeFileError: code(of: error)
    case let error as RefusedError: error.code
    case let error as VolumeRequestError: Code(rawValue: error.code.rawValue)
    default: nil
    }
  }

  private static func code(of error: LoadError) -> Code? {
    switch error {
    case .notFound: .notFound
    case .unreadable: .unreadable
    case .noVolume: .noVolume
    case .noSuchVolume: .noSuchVolume
    case .noSuchPhase: .noSuchPhase
    case .noSuchValues: .noSuchValues
    case .damaged, .damagedPixels: .damaged
    default: nil
    }
  }

  private static func code(of error: VolumeFileError) -> Code? {
    switch error.reason {
    case .missing, .dataFileMissing: .notFound
    case .unreadable: .unreadable
    case .irregular: .irregular
    case .sheared: .sheared
    case .notExact: .notExact
    case .malformed, .truncated: .damaged
    default: nil
    }
  }

  private static func code(of status: ExitStatus) -> Code {
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

  private static func path(of error: any Error) -> String? {
    switch error {
    case let error as FileWritingError: StagedFiles.withoutStages(in: error.path)
    case let error as VolumeFileError: StagedFiles.withoutStages(in: error.path)
    case LoadError.notFound(let path), LoadError.unreadable(let path, _),
      LoadError.damaged(let path, _):
      path
    case LoadError.damagedPixels(let frames): frames.first?.path
    case let error as RefusedError: error.path
    case let error as VolumeRequestError: error.place.path
    default: nil
    }
  }
}
