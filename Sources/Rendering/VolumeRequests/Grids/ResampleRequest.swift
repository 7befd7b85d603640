public import Reslicing
public import Sampling
import SeriesLoading
public import Views
import VolumeFiles
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
  ///   - limits: The memory that the new voxels may take, beside the volume's.
  /// - Returns: The grid.
  /// - Throws: As ``GridRequest/grid(for:)``; `MemoryExceeded`.
  public func grid(
    for source: GridGeometry, limits: WorkLimits = WorkLimits()
  ) throws -> GridGeometry {
    try validate()
    let made = try grid.grid(for: source)
    try limits.checkRoom(for: made, beside: source)
    return made
  }

  /// Resamples a volume.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - grid: The grid that ``grid(for:limits:)`` gave.
  ///   - context: The workers.
  /// - Returns: A volume with this volume's attributes.
  /// - Throws: `ReslicingError`, `MemoryExceeded`, `OutOfMemory`, `WorkCancelled`.
  public func run(
    on volume: Volume, to grid: GridGeometry, context: WorkContext = WorkContext()
  ) throws -> Volume {
    let reslicer = Reslicer(volume)
    let voxels = grid.dimensions.voxelCount
    let kept = reslicer.memoryNeeded(
      resampledTo: grid, interpolation: interpolation, antialiasing: antialiasing)
    let context = try context.placing(
      volumes: grid.voxelBytes + kept.volumes,
      beside: volume.memoryBytes + voxels / 8 + kept.beside
        + VolumeFileWriter.memoryNeeded(workers: context.workers))
    return try reslicer.resampled(
      to: grid, interpolation: interpolation, antialiasing: antialiasing,
      outside: outside.map { Float($0) } ?? .nan, context: context)
  }
}

extension WorkLimits {
  /// Refuses a new grid that neither memory, beside the volume's voxels, nor a disk has room for: also
  /// not beside the volume, where that has to lie there too.
  ///
  /// - Throws: `MemoryExceeded`, `ScratchError`.
  func checkRoom(for made: GridGeometry, beside source: GridGeometry) throws {
    guard scratch != nil else { return try checkMemory(source.voxelBytes + made.voxelBytes) }
    let context = WorkContext(limits: self)
    guard try context.placing(volumes: made.voxelBytes, beside: 0).limits.isOnDisk,
      let scratch, source.leastBytes > context.leavingRoom.limits.availableBytes
    else { return }
    let (both, isHuge) = made.voxelBytes.addingReportingOverflow(source.leastBytes)
    _ = try context.onDisk(scratch, bytes: isHuge ? .max : both)
  }
}

extension GridGeometry {
  /// The bytes of its voxels, as floats.
  var voxelBytes: Int {
    let (bytes, isHuge) = dimensions.voxelCount.multipliedReportingOverflow(
      by: MemoryLayout<Float>.stride)
    return isHuge ? .max / 4 : bytes
  }
}

extension GridGeometry {
  /// The same as integers, which take the least; whether a volume can be kept so is seen when it is read.
  fileprivate var leastBytes: Int { voxelBytes / 2 }
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
