import ArgumentParser
package import SagittaEngine

/// The exit codes of the program, and the faults that lead to them.
///
/// A signal ends the program with 128 and its number: 129 (SIGHUP), 130 (SIGINT), 141 (SIGPIPE),
/// 143 (SIGTERM), and no unfinished file is left.
enum ExitStatus: Int32 {
  case done = 0
  case usage = 64
  case badInput = 65
  case noInput = 66
  case unavailable = 69
  case cannotCreate = 73
  case ioFailed = 74
  case overLimit = 77
  case interrupted = 130

  /// The code for a kind of fault; the one table of the program.
  init(_ kind: FaultKind) {
    self =
      switch kind {
      case .wrongRequest: .usage
      case .badInput: .badInput
      case .noInput: .noInput
      case .notInstalled: .unavailable
      case .cannotCreate: .cannotCreate
      case .ioFailed: .ioFailed
      case .overLimit: .overLimit
      case .cancelled: .interrupted
      }
  }

}

extension Failure {
  /// An error as this program reports it: the argument parser's own are wrong usage.
  init(_ error: any Error) {
    self =
      error is ValidationError
      ? Failure(usage: "\(error)")
      : Failure(error, words: .commandLine)
  }

  /// How the program ends with it.
  var status: ExitStatus { ExitStatus(kind) }
}

/// The command line asks for something that makes no sense.
package struct UsageError: Fault {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }

  package var code: FaultCode { "usage" }
  package var kind: FaultKind { .wrongRequest }
}

/// A command ends with a fault of its own.
struct RefusedError: Fault {
  let kind: FaultKind
  let description: String
  /// The word for scripts, where the kind alone does not say it.
  var code: FaultCode
  /// The file or folder that it is about.
  var path: String?
  /// Whether what the command printed already tells it.
  var isReported = false

  init(_ kind: FaultKind, description: String) {
    self.kind = kind
    self.description = description
    code = FaultCode(rawValue: kind.rawValue)
  }

  var isCodePromised: Bool { true }
  var place: FaultPlace { FaultPlace(path: path) }

  /// Every volume of an input needs more memory than is allowed, so that none was read.
  static func allOverLimit(isReported: Bool) -> RefusedError {
    var refusal = RefusedError(
      .overLimit,
      description: "every volume needs more memory than is allowed; raise --max-memory, "
        + "or --headers-only reads none")
    refusal.isReported = isReported
    return refusal
  }
}
