import DICOMModel

/// What an image says of how many images its series has, place by place or time by time.
///
/// It orders nothing by itself, but it is a second witness where only Instance Number tells time
/// points apart, as in functional MR of GE.
public struct StatedExtent: Hashable, Sendable {
  /// The places of one time point: GE's private Locations in Acquisition.
  public let locations: Int?
  /// The time points: Number of Temporal Positions (0020,0105).
  ///
  /// Often it is the number that was planned, so that it contradicts nothing.
  public let timePoints: Int?
  /// In-Stack Position Number (0020,9057) of a classic image.
  public let inStackPosition: Int?

  /// Reads what a data set says.
  init(_ dataSet: DataSet) {
    locations = GELocations.count(dataSet)
    timePoints = dataSet.integer(.numberOfTemporalPositions)
    inStackPosition = dataSet.integer(.inStackPositionNumber)
  }
}
