public import Geometry
public import VolumeModel
import WorkScheduling

/// What a probe found.
public struct ProbeResult: Hashable, Sendable {
  /// The unit of values, if it is known.
  public let unit: String?
  /// What is at the places, in their order.
  public let points: [ProbedPoint]
  /// What is in the regions, in their order.
  public let regions: [ProbedRegion]
}

/// The value at one place.
public struct ProbedPoint: Hashable, Sendable {
  /// Whether there is a value.
  public enum Status: String, Codable, Hashable, Sendable {
    /// There is.
    case value
    /// The place lies outside the volume.
    case outside
    /// Nothing was measured there.
    case invalid
  }

  /// The place in LPS mm.
  public let place: PatientPoint
  /// The continuous voxel indices of the place.
  public let voxel: VoxelPoint
  /// The trilinear value; nil outside and where there is no measured value.
  public let value: Float?
  /// Whether there is a value.
  public let status: Status

  init(at place: PatientPoint, of volume: Volume) {
    self.place = place
    voxel = volume.geometry.voxelPoint(of: place)
    switch volume.value(at: place) {
    case .value(let found) where found.isFinite:
      value = found
      status = .value
    case .value, .invalid:
      value = nil
      status = .invalid
    case .outside:
      value = nil
      status = .outside
    }
  }
}

/// Figures over the voxels of one region.
public struct ProbedRegion: Hashable, Sendable {
  /// The region's name.
  public let name: String
  /// Voxels whose centres lie in the region and that hold a measured value.
  public let count: Int
  /// Their volume in mm³.
  public let volume: Double
  /// The figures; nil if there are no such voxels.
  public let statistics: ValueStatistics?

  init(_ region: some PatientRegion, of volume: Volume, context: WorkContext) throws {
    name = region.name
    statistics = try volume.statistics(in: region, context: context)
    count = statistics?.count ?? 0
    self.volume = Double(count) * volume.geometry.voxelVolume
  }
}
