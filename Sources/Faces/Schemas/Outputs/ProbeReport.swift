import Geometry
import VolumeModel
public import VolumeRequests

/// What `probe --json` prints.
public struct ProbeReport: Encodable, Hashable, Sendable {
  /// The value at one place.
  public struct Point: Encodable, Hashable, Sendable {
    /// The place in LPS mm.
    public let point: [Double]
    /// The continuous voxel indices i, j, k of the place.
    public let voxel: [Double]
    /// The trilinear value; absent outside and where there is no measured value.
    public let value: Float?
    /// `value`, `outside` or `invalid`.
    public let status: String

    init(_ probed: ProbedPoint) {
      point = probed.place.coordinates.list
      voxel = probed.voxel.coordinates.list
      value = probed.value
      status = probed.status.rawValue
    }
  }

  /// Figures over the voxels of one region; absent if there are no voxels.
  public struct Region: Encodable, Hashable, Sendable {
    /// The region in words.
    public let region: String
    /// Voxels whose centres lie in the region and that hold a measured value.
    public let count: Int
    /// Their volume in mm³.
    public let volume: Double
    /// The smallest value.
    public let minimum: Float?
    /// The largest value.
    public let maximum: Float?
    /// The mean.
    public let mean: Double?
    /// Of the population: divided by n.
    public let standardDeviation: Double?

    init(_ probed: ProbedRegion) {
      region = probed.name
      count = probed.count
      volume = probed.volume
      minimum = probed.statistics?.minimum
      maximum = probed.statistics?.maximum
      mean = probed.statistics?.mean
      standardDeviation = probed.statistics?.standardDeviation
    }
  }

  /// The unit of values.
  public let unit: String?
  /// Which of the input's volumes was probed; absent for a volume of no input.
  public let volume: VolumeChoice?
  /// What the coordinates of places are.
  public let coordinates = "LPS mm"
  /// The places, in the order of the request.
  public let points: [Point]
  /// The regions, boxes before balls.
  public let regions: [Region]

  /// Tells of what was found.
  public init(_ result: ProbeResult, volume: VolumeChoice?) {
    unit = result.unit
    self.volume = volume
    points = result.points.map(Point.init)
    regions = result.regions.map(Region.init)
  }
}
