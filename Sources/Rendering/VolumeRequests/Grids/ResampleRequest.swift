public import Reslicing
public import Sampling
import SeriesLoading
public import Views
public import VolumeModel
public import WorkScheduling

/// A volume on another grid.
public struct ResampleRequest: Codable, Hashable, Sendable {
  /// The new grid.
  public var grid: GridRequest
  /// The kernel.
  public var interpolation: Interpolation
  /// What is done where the new grid is coarser.
  public var antialiasing: Antialiasing
  /// The number stored where the volume has no value; nil for NaN.
  public var outside: Double?

  /// Creates a request.
  public init(
    grid: GridRequest = GridRequest(), interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .widenedKernel, outside: Double? = nil
  ) {
    self.grid = grid
    self.interpolation = interpolation
    self.antialiasing = antialiasing
    self.outside = outside
  }

  /// Refuses what makes no sense, whatever the volume.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    try grid.validate()
    if let outside, !outside.isFinite {
      throw RequestError(
        .outOfRange, field: "outside", sentence: "`outside` is not finite")
    }
  }

  /// The new grid of a volume, if its voxels fit into memory.
  ///
  /// - Parameters:
  ///   - source: Where the volume's voxels lie.
  ///   - limit: The most bytes that the new voxels may take; nil sets no limit.
  /// - Returns: The grid.
  /// - Throws: As ``GridRequest/grid(for:)``; `LoadError.overMemoryLimit`.
  public func grid(for source: GridGeometry, limit: Int?) throws -> GridGeometry {
    try validate()
    let made = try grid.grid(for: source)
    try made.checkMemory(limit: limit)
    return made
  }

  /// Resamples a volume.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - grid: The grid that ``grid(for:limit:)`` gave.
  ///   - context: The workers.
  /// - Returns: A volume with this volume's attributes.
  /// - Throws: `ReslicingError`, `OutOfMemory`, `WorkCancelled`.
  public func run(
    on volume: Volume, to grid: GridGeometry, context: WorkContext = WorkContext()
  ) throws -> Volume {
    try Reslicer(volume).resampled(
      to: grid, interpolation: interpolation, antialiasing: antialiasing,
      outside: outside.map { Float($0) } ?? .nan, context: context)
  }
}

extension GridGeometry {
  /// Refuses a grid whose voxels, as floats, do not fit into memory.
  func checkMemory(limit: Int?) throws(LoadError) {
    let needed = dimensions.voxelCount * MemoryLayout<Float>.stride
    if let limit, needed > limit { throw .overMemoryLimit(needed: needed, limit: limit) }
  }
}

extension ResampleRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      grid: try fields.value(.grid, default: standard.grid),
      interpolation: try fields.value(.interpolation, default: standard.interpolation),
      antialiasing: try fields.value(.antialiasing, default: standard.antialiasing),
      outside: try fields.value(.outside))
  }
}
