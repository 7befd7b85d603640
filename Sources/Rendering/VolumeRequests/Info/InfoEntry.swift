public import SeriesLoading

/// One volume of an input, and what is to be told of it.
public struct InfoEntry: Sendable {
  /// The volume.
  public let plan: VolumePlan
  /// The smallest and largest value; nil if they were not read, or if there is none.
  public let range: ClosedRange<Float>?
  /// The attributes of the middle slice, if they are wanted.
  public let tags: [TagLine]?
  /// Where it comes from.
  public let origin: VolumeOrigin
}
