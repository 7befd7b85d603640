public import Faults
import Files

/// A fault as a face reports it: to people in one line, to scripts as JSON.
public struct Failure: Sendable {
  /// Codes that more than one line of the table gives.
  public enum Code: String, CaseIterable, Hashable, Sendable {
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
    case answerDamaged = "answer-damaged"
    case associationAborted = "association-aborted"
    case associationRejected = "association-rejected"
    case badPlace = "bad-place"
    case badPlacesFile = "bad-places-file"
    case cannotListen = "cannot-listen"
    case connectionLost = "connection-lost"
    case fetchIncomplete = "fetch-incomplete"
    case noSuchStudy = "no-such-study"
    case notAuthorized = "not-authorized"
    case notConvertible = "not-convertible"
    case notDICOMProtocol = "not-dicom-protocol"
    case notSecure = "not-secure"
    case notSupportedByPeer = "not-supported-by-peer"
    case nothingToSend = "nothing-to-send"
    case operationFailed = "operation-failed"
    case operationTooSlow = "operation-too-slow"
    case peerSilent = "peer-silent"
    case referredElsewhere = "referred-elsewhere"
    case roleRefused = "role-refused"
    case sendIncomplete = "send-incomplete"
    case unexpectedAnswer = "unexpected-answer"
    case unknownPlace = "unknown-place"
    case unreachable
    case unusableCredentials = "unusable-credentials"
    case unusableHeader = "unusable-header"
  }

  /// Whose fault it is.
  public let kind: FaultKind
  /// A stable word for the fault, in kebab-case.
  public let code: Code
  /// What, where and what to do, in one line.
  public let message: String
  /// The file or folder that it is about; nil if it is about none or several.
  public let path: String?

  /// What scripts get of it.
  public var json: FailureJSON {
    FailureJSON(code: FaultCode(rawValue: code.rawValue), message: message, path: path)
  }

  /// Reports a request that cannot be understood.
  public init(usage message: String) {
    kind = .wrongRequest
    code = .usage
    self.message = Self.oneLine(message)
    path = nil
  }

  /// Reports an error; one that is no fault comes from what was read.
  ///
  /// - Parameters:
  ///   - error: The error.
  ///   - words: What the face calls remedies.
  public init(_ error: any Error, words: RemedyWords) {
    let fault = error as? any Fault
    kind = fault?.kind ?? .badInput
    message = Self.oneLine(fault.map(words.message(of:)) ?? "\(error)")
    path = (fault?.place.path).map(StagedFiles.withoutStages(in:))
    code = fault.flatMap(Self.promised) ?? Code(kind)
  }

  private static func oneLine(_ message: String) -> String {
    StagedFiles.withoutStages(in: message).split(whereSeparator: \.isNewline).map { line in
      line.drop { $0 == " " }
    }.joined(separator: " ")
  }

  /// The word of a fault itself, where scripts know it.
  private static func promised(_ fault: any Fault) -> Code? {
    fault.isCodePromised ? Code(rawValue: fault.code.rawValue) : nil
  }
}

extension Failure.Code {
  /// The word for faults of which no more is known than whose they are.
  public init(_ kind: FaultKind) {
    self =
      switch kind {
      case .badInput: .badInput
      case .wrongRequest: .usage
      case .noInput: .noInput
      case .notInstalled: .notInstalled
      case .cannotCreate: .cannotCreate
      case .ioFailed: .writeFailed
      case .overLimit: .overLimit
      case .cancelled: .interrupted
      }
  }
}
