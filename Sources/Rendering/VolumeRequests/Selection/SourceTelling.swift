public import Views

/// What results, and records of them, tell of the source.
public enum SourceTelling: Hashable, Sendable {
  /// Results themselves name it.
  case inResults
  /// Records beside the results name it; value files and images do not.
  case besideResults
  /// Nothing names it.
  case nowhere
}

/// A request that says what its results may tell of their source.
public protocol TellingRequest: Encodable, Sendable {
  /// What results, and records of them, tell of the source.
  var telling: SourceTelling { get }
}

extension SourceTelling {
  /// What results tell that may be value files or images, or DICOM objects.
  ///
  /// - Parameters:
  ///   - showsIdentity: Whether value files and images name the source.
  ///   - dicom: How DICOM objects are written; nil if none are.
  public init(showsIdentity: Bool, dicom: DerivedSeriesRequest? = nil) {
    guard dicom?.isAnonymous != true else {
      self = .nowhere
      return
    }
    self = showsIdentity ? .inResults : .besideResults
  }
}

extension DerivedSeriesRequest: TellingRequest {
  /// Anonymous objects name no source.
  public var telling: SourceTelling { SourceTelling(showsIdentity: false, dicom: self) }
}

extension ConvertRequest: TellingRequest {
  /// Value files name the source if that is asked for.
  public var telling: SourceTelling { SourceTelling(showsIdentity: voxels.showIdentity ?? false) }
}

extension ResampledVolumeRequest: TellingRequest {
  /// Value files name the source if that is asked for; anonymous objects never.
  public var telling: SourceTelling {
    SourceTelling(showsIdentity: voxels?.showIdentity ?? false, dicom: dicom)
  }
}

extension FramesRequest: TellingRequest {
  /// Images name the patient if that is asked for.
  public var telling: SourceTelling { SourceTelling(showsIdentity: showIdentity) }
}
