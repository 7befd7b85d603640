public import Faults

/// A request for a rendered volume that gets no picture: which status of HTTP it is, and why.
public enum RenderedVolumesError: Fault, Hashable {
  /// A parameter makes no sense: its name, and why.
  case wrongParameter(String, problem: String)
  /// Nothing is known of the target.
  case noSuchTarget(String)
  /// The target is no single volume: why.
  case noVolume(String)
  /// The client takes none of the types that there are.
  case notAcceptable(offers: [String])
  /// The client asks for rendered and DICOM types together.
  case mixedMediaTypes
  /// The answer would be too large: what, and how much of it is made at most.
  case tooLarge(String, limit: Int)
  /// The target is a presentation state of this kind.
  case presentationState(String)
  /// Memory is taken by other requests; seconds after which another attempt makes sense.
  case busy(seconds: Int)
  /// A newer request of the same view took its place.
  case superseded

  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .wrongParameter: "wrong-parameter"
    case .noSuchTarget: "no-such-target"
    case .noVolume: "no-volume-in-target"
    case .notAcceptable: "not-acceptable"
    case .mixedMediaTypes: "mixed-media-types"
    case .tooLarge: "too-large-to-return"
    case .presentationState: "presentation-state"
    case .busy: "busy"
    case .superseded: "superseded"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .wrongParameter, .notAcceptable, .mixedMediaTypes: .wrongRequest
    case .noSuchTarget: .noInput
    case .noVolume, .presentationState: .badInput
    case .tooLarge, .busy: .overLimit
    case .superseded: .cancelled
    }
  }

  /// The parameter, where one is at fault.
  public var place: FaultPlace {
    if case .wrongParameter(let name, _) = self { return FaultPlace(field: name) }
    return FaultPlace()
  }

  /// One line for people.
  public var description: String {
    switch self {
    case .wrongParameter(let name, let problem): "the parameter '\(name)': \(problem)"
    case .noSuchTarget(let path): "\(path): there is nothing of this name"
    case .noVolume(let why): "the target is no volume: \(why)"
    case .notAcceptable(let offers):
      "none of the types asked for: there are \(offers.joined(separator: ", "))"
    case .mixedMediaTypes: "rendered and DICOM media types exclude each other"
    case .tooLarge(let what, let limit): "\(what) is more than the \(limit) that are made"
    case .presentationState(let name):
      "\(name) is not supported as a target; name the images themselves"
    case .busy: "other requests take the memory that there is; ask again in a while"
    case .superseded: "a newer request of the same view took the place of this one"
    }
  }

  /// The status of HTTP for anything that ``RenderedVolumes`` throws; 499 where the client went away.
  ///
  /// - Parameter error: What was thrown.
  /// - Returns: The status.
  public static func status(of error: any Error) -> Int {
    guard let own = error as? RenderedVolumesError else {
      return (error as? any Fault).map { status(of: $0.kind) } ?? 500
    }
    return switch own {
    case .wrongParameter, .noVolume, .mixedMediaTypes: 400
    case .noSuchTarget: 404
    case .notAcceptable: 406
    case .superseded: 409
    case .tooLarge: 413
    case .presentationState: 501
    case .busy: 503
    }
  }

  /// Seconds for `Retry-After`, where waiting helps.
  ///
  /// - Parameter error: What was thrown.
  /// - Returns: Seconds; nil for all else.
  public static func retryAfter(_ error: any Error) -> Int? {
    if case .busy(let seconds)? = error as? RenderedVolumesError { return seconds }
    return nil
  }

  private static func status(of kind: FaultKind) -> Int {
    switch kind {
    case .wrongRequest, .badInput: 400
    case .noInput: 404
    case .overLimit: 413
    case .notInstalled: 501
    case .cannotCreate, .ioFailed: 500
    case .cancelled: 499
    }
  }
}
