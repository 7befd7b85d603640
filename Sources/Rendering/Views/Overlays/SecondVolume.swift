public import SeriesLoading
public import VolumeModel

/// A second volume, loaded, that images of a first one are to be overlaid with.
public struct SecondVolume: Sendable {
  /// Its values and their place.
  public let volume: Volume
  /// What it is called in messages.
  public let name: String
  /// What a reader should know of the two volumes together.
  public let findings: [Finding]
  /// What it was made of, and which phase; nil if it was made by other means.
  public let origin: Origin?

  /// The plan of a volume, and the phase that was loaded.
  public struct Origin: Sendable {
    /// What is known of the volume.
    public let plan: VolumePlan
    /// The phase, from 0.
    public let phase: Int

    /// Names a phase of a volume.
    public init(_ plan: VolumePlan, phase: Int) {
      self.plan = plan
      self.phase = phase
    }
  }

  /// Creates a second volume.
  ///
  /// - Parameters:
  ///   - volume: Its values and their place.
  ///   - name: What it is called in messages.
  ///   - findings: What a reader should know of the two volumes together.
  ///   - origin: What it was made of.
  public init(
    _ volume: Volume, name: String, findings: [Finding] = [], origin: Origin? = nil
  ) {
    self.volume = volume
    self.name = name
    self.findings = findings
    self.origin = origin
  }
}
