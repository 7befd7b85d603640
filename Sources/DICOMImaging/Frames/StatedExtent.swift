import DICOMModel

/// What an image says of how many images its series has, place by place or time by time.
///
/// It orders nothing by itself, but it is a second witness where only Instance Number tells time
/// points apart, as in functional MR of GE.
public struct StatedExtent: Hashable, Sendable {
  /// The places of one time point: GE's private Locations in Acquisition.
  public let locations: Int?
  /// The time points: Number of Temporal Positions (0020,0105).
  public let timePoints: Int?

  /// Reads what a data set says.
  init(_ dataSet: DataSet) {
    locations = dataSet.privateBlock(0x0021, "GEMS_RELA_01").flatMap {
      dataSet.integer($0.tag(0x4F), as: .ss)
    }
    timePoints = dataSet.integer(.numberOfTemporalPositions)
  }

  /// Whether one of both statements is there and says the same.
  public func confirms(locations count: Int, timePoints times: Int) -> Bool {
    let statements = [locations.map { $0 == count }, timePoints.map { $0 == times }]
    return statements.contains(true) && !statements.contains(false)
  }
}
