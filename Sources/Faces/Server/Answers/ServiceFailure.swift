import Archive
import Faults
import WebServices

/// A request cannot be answered as it was meant, and what its sender is told: never a path, a name or a
/// number of a patient.
struct ServiceFailure: Error, Hashable {
  /// The status.
  let status: Int
  /// A stable word.
  let code: String
  /// One sentence.
  let message: String
  /// Fields that go with the status.
  var headers: [WebHeader] = []

  init(_ status: Int, code: String, message: String, headers: [WebHeader] = []) {
    self.status = status
    self.code = code
    self.message = message
    self.headers = headers
  }

  /// Nothing is there.
  static let notFound = ServiceFailure(
    404, code: "no-such-resource", message: "there is no such resource")

  /// More comes than is taken.
  static let bodyTooLong = ServiceFailure(
    413, code: "body-too-long", message: "the request is too long")

  /// Nothing of what is there is taken.
  static func notAcceptable(_ offers: [MediaType]) -> ServiceFailure {
    let list = offers.map(\.description).joined(separator: ", ")
    return ServiceFailure(
      406, code: "not-acceptable", message: "this resource can be had as \(list)")
  }

  /// What became of an error of the modules below; what they say of files stays here.
  init(_ error: any Error) {
    if let failure = ServiceFailure(upstream: error) {
      self = failure
      return
    }
    switch error {
    case let failure as ServiceFailure: self = failure
    case let error as WebServiceError:
      let isPath = if case .unknownResource = error.reason { true } else { false }
      self.init(
        isPath ? 404 : 400, code: error.code.rawValue, message: error.description)
    case let error as ArchiveIndexError where error.kind == .overLimit:
      self.init(Self.status(of: error.kind), code: error.code.rawValue, message: error.description)
    case let fault as any Fault:
      let status = Self.status(of: fault.kind)
      // A sentence about the request may be told; one about the input names files.
      let isAboutRequest = fault.kind == .wrongRequest && fault.place.path == nil
      self.init(
        status, code: fault.code.rawValue,
        message: isAboutRequest ? fault.description : Self.sentence(of: fault.kind),
        headers: status == 503 ? [WebHeader("Retry-After", "1")] : [])
    default:
      self.init(500, code: "internal-error", message: "the request could not be answered")
    }
  }

  /// The one table from kinds of faults to statuses.
  static func status(of kind: FaultKind) -> Int {
    switch kind {
    case .wrongRequest: 400
    case .noInput: 404
    case .badInput: 422
    case .overLimit: 413
    case .notInstalled: 501
    case .cancelled: 503
    case .cannotCreate, .ioFailed: 500
    }
  }

  private static func sentence(of kind: FaultKind) -> String {
    switch kind {
    case .wrongRequest: "the request makes no sense for this resource"
    case .noInput: "the resource cannot be read"
    case .badInput: "the stored object cannot be given in this form"
    case .overLimit: "the result would be larger than this server makes"
    case .notInstalled: "this server lacks what that needs"
    case .cancelled: "the work was given up"
    case .cannotCreate, .ioFailed: "the request could not be answered"
    }
  }

  /// The answer.
  var answer: WebAnswer {
    let text = #"{"error":{"code":""# + code + #"","message":"# + JSONText.quoted(message) + "}}"
    return WebAnswer(
      status: status,
      headers: [
        WebHeader("Content-Type", "application/json"), WebHeader("Cache-Control", "no-store"),
      ]
        + headers, body: .bytes(Array(text.utf8)))
  }
}
