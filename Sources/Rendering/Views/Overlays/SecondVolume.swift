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

  /// Creates a second volume.
  ///
  /// - Parameters:
  ///   - volume: Its values and their place.
  ///   - name: What it is called in messages.
  ///   - findings: What a reader should know of the two volumes together.
  public init(_ volume: Volume, name: String, findings: [Finding] = []) {
    self.volume = volume
    self.name = name
    self.findings = findings
  }
}
