public import SeriesLoading
import VolumeModel
public import VolumeRequests

/// What `convert` and `resample` print with `--json`.
public struct VolumesReport: Encodable, Hashable, Sendable {
  /// The files and folders that were written.
  public var outputs: [ConvertedVolume] = []
  /// Which of the input's volumes were to be written.
  public var volume: VolumeChoice
  /// Volumes of several that could not be written; absent if all are.
  public private(set) var failed: [FailedVolume]?
  /// That there were such; absent if all is well.
  public var error: FailureJSON?

  /// A report without outputs yet.
  public init(volume: VolumeChoice) {
    self.volume = volume
  }

  /// The same without identifiers of the series.
  public var anonymous: VolumesReport {
    var report = self
    report.outputs = outputs.map(\.anonymous)
    report.volume = volume.anonymous
    return report
  }

  /// Notes that one of several volumes could not be written.
  public mutating func add(_ failure: FailureJSON, of plan: VolumePlan) {
    failed = (failed ?? []) + [FailedVolume(of: plan, error: failure)]
  }
}

/// One of several volumes that could not be written, and why.
public struct FailedVolume: Encodable, Hashable, Sendable {
  /// The number of the volume in the input.
  public let volume: Int
  /// Its Series Instance UID.
  public let seriesInstanceUID: String?
  /// Why.
  public let error: FailureJSON

  init(of plan: VolumePlan, error: FailureJSON) {
    volume = plan.id
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    self.error = error
  }
}
