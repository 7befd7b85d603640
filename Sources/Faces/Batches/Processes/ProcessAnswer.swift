import Files
import FoundationEssentials
import SagittaEngine

/// What another process of this program found, or why it could not.
struct ProcessAnswer<Value: Codable & Sendable>: Codable {
  private let value: Value?
  private let fault: DistantFault?

  /// Runs something in a process of its own, whose memory goes with it.
  ///
  /// - Parameter body: What it does.
  /// - Returns: What it returns.
  /// - Throws: A fault that says what one of `body` says; `FileReadingError` if the process was ended.
  static func of(_ body: () throws -> Value) throws -> Value {
    let bytes = try SplitProcess.answer {
      let answer: ProcessAnswer
      do {
        answer = ProcessAnswer(value: try body(), fault: nil)
      } catch {
        answer = ProcessAnswer(value: nil, fault: DistantFault(error))
      }
      return (try? JSONLines.line(answer)) ?? ""
    }
    guard let bytes, let answer = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
      throw DistantFault.lost
    }
    if let fault = answer.fault { throw fault }
    guard let value = answer.value else { throw DistantFault.lost }
    return value
  }
}

/// A fault of another process of this program.
struct DistantFault: Fault, Codable {
  private let codeWord: String
  private let kindWord: String
  let description: String
  private let path: String?
  let remedies: [Remedy]

  init(_ error: any Error) {
    let fault = error as? any Fault
    codeWord = (fault?.code ?? "bad-input").rawValue
    kindWord = (fault?.kind ?? .badInput).rawValue
    description = fault?.description ?? "\(error)"
    path = fault?.place.path
    remedies = fault?.remedies ?? []
  }

  private init(code: FaultCode, kind: FaultKind, description: String) {
    codeWord = code.rawValue
    kindWord = kind.rawValue
    self.description = description
    path = nil
    remedies = []
  }

  /// The process was ended by the system.
  static let lost = DistantFault(
    code: "out-of-memory", kind: .overLimit,
    description: "the system ended a part of the work, as it does where memory is short")

  var code: FaultCode { FaultCode(rawValue: codeWord) }
  var kind: FaultKind { FaultKind(rawValue: kindWord) ?? .badInput }
  var place: FaultPlace { FaultPlace(path: path) }
  var isCodePromised: Bool { true }
}
