public import Faults
import SeriesLoading

/// What is wrong with a request, or what it makes of a volume.
///
/// The sentence begins with the request's field, or with the file, that it is about; what can be
/// done stands in ``remedies``.
public struct VolumeRequestError: Fault, Hashable {
  /// A stable word for scripts.
  public let code: FaultCode

  /// Scripts are promised the codes.
  public var isCodePromised: Bool { true }

  /// Whose fault it is.
  public let kind: FaultKind

  /// The field or file.
  public let place: FaultPlace

  /// What can be done, the most promising first.
  public let remedies: [Remedy]

  /// What is wrong, without the field or file.
  public let problem: String

  /// One sentence for people.
  public var description: String {
    guard let subject = place.field ?? place.path else { return problem }
    return place.field == nil ? "\(subject): \(problem)" : "\(subject) \(problem)"
  }

  /// Creates an error.
  public init(
    code: FaultCode, kind: FaultKind, problem: String, place: FaultPlace = FaultPlace(),
    remedies: [Remedy] = []
  ) {
    self.code = code
    self.kind = kind
    self.problem = problem
    self.place = place
    self.remedies = remedies
  }

  /// A field has a value that makes no sense.
  static func wrong(
    field: String, problem: String, remedies: [Remedy] = []
  ) -> VolumeRequestError {
    VolumeRequestError(
      code: "usage", kind: .wrongRequest, problem: problem, place: FaultPlace(field: field),
      remedies: remedies)
  }
}

extension VolumeRequestError {
  /// Images that can be looked at although they make no volume.
  private static let images: Set<SkippedFile.Code> = [
    .colourImage, .projectionImage, .localizer, .noGeometry, .multiFrame, .mosaic,
    .repeatedPositions, .notAStack,
  ]

  /// The input holds no volume, but perhaps images.
  static func noVolume(in report: SeriesReport) -> VolumeRequestError {
    if let file = report.skipped.first(where: { $0.code == .overLimit }) {
      return VolumeRequestError(
        code: "over-limit", kind: .overLimit,
        problem: "\(file.message); there is no other volume", place: FaultPlace(path: file.path),
        remedies: file.remedies + [.listInput])
    }
    let holdsImages = report.skipped.contains { images.contains($0.code) }
    return VolumeRequestError(
      code: "no-volume", kind: .badInput, problem: "no volume found: \(report.skippedSummary)",
      remedies: (holdsImages ? [.showStoredImages] : []) + [.listInput])
  }
}

extension VolumeRequestError {
  /// A file that a request names cannot be used.
  static func unusable(
    _ path: String, kind: FaultKind = .badInput, problem: String, remedies: [Remedy] = []
  ) -> VolumeRequestError {
    VolumeRequestError(
      code: FaultCode(rawValue: kind.rawValue), kind: kind, problem: problem,
      place: FaultPlace(path: path), remedies: remedies)
  }
}
