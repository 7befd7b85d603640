import DICOMNetwork
import DICOMWebClient
import WebServices

extension ServiceFailure {
  /// What became of talking to the archive behind the server; its name and address stay here.
  init?(upstream error: any Error) {
    switch error {
    case let error as WebClientError: self.init(error)
    case let error as NetworkError: self.init(error)
    default: return nil
    }
  }

  private init(_ error: WebClientError) {
    switch error.reason {
    case .notFound: self = .notFound
    case .silent, .tooSlow: self = .upstreamSlow
    case .refused(_, let status, _): self.init(upstreamStatus: status)
    case .notAuthorized: self = .upstreamRefuses
    case .unreachable, .notSecure, .connectionLost: self = .upstreamGone
    case .referredElsewhere, .referredInCircles, .unexpectedAnswer, .damaged, .unusableHeader:
      self = .upstreamOdd
    }
  }

  private init(_ error: NetworkError) {
    switch error.reason {
    case .silent, .tooSlow: self = .upstreamSlow
    case .unreachable, .notSecure, .connectionLost, .aborted: self = .upstreamGone
    case .rejected: self = .upstreamRefuses
    case .protocolBroken, .notSupported, .roleRefused, .failed, .unexpectedAnswer, .cannotListen,
      .unusableCredentials:
      self = .upstreamOdd
    }
  }

  /// What a status of the archive that says no means here.
  init(upstreamStatus status: Int) {
    switch status {
    case 401, 403, 407: self = .upstreamRefuses
    case 404, 410: self = .notFound
    case 503, 429:
      self.init(
        503, code: "upstream-busy", message: "the archive behind this server is busy",
        headers: [WebHeader("Retry-After", "2")])
    case 504: self = .upstreamSlow
    case 400..<500:
      self.init(
        status, code: "upstream-refused",
        message: "the archive behind this server does not take this request")
    default: self = .upstreamOdd
    }
  }

  static let upstreamGone = ServiceFailure(
    502, code: "upstream-unreachable",
    message: "the archive behind this server cannot be reached")
  static let upstreamSlow = ServiceFailure(
    504, code: "upstream-silent", message: "the archive behind this server does not answer in time")
  static let upstreamRefuses = ServiceFailure(
    502, code: "upstream-refuses-server",
    message: "the archive behind this server does not let it ask")
  static let upstreamOdd = ServiceFailure(
    502, code: "upstream-failed",
    message: "the archive behind this server cannot answer this request")
}
