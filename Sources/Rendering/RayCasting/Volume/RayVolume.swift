import CVolumes
import Geometry
import Sampling
import VolumeModel
import WorkScheduling

/// A volume as the loops of rays want it: along k they count evenly spaced slices.
struct RayVolume: Sendable {
  let volume: Volume
  private let source: VolumeSource

  /// The memory that it takes beside the volume.
  let byteCount: Int

  /// Looks at every voxel's validity.
  ///
  /// - Throws: `WorkCancelled`.
  init(_ volume: Volume, context: WorkContext) throws {
    self.volume = volume
    let validity = try volume.validity.map {
      try ValidityLookup($0, size: volume.dimensions, context: context)
    }
    byteCount = validity?.byteCount ?? 0
    source = VolumeSource(volume.geometry, voxels: volume.voxels, validity: validity)
  }

  /// What samples of a kernel are made of: coefficients, or voxels without gaps.
  ///
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  init(
    _ volume: Volume, interpolation: RayInterpolation, level: CPULevel, context: WorkContext
  ) throws {
    guard interpolation != .linear else {
      try self.init(volume, context: context)
      return
    }
    let source = try VolumeSampling(volume).wideSource(
      interpolation.ofSameSource, level: level, context: context)
    self.init(volume, source: source)
  }

  private init(_ volume: Volume, source: VolumeSource) {
    self.volume = volume
    self.source = source
    byteCount = source.voxels === volume.voxels ? 0 : source.voxels.memoryBytes
  }

  /// For an irregular stack the place of each slice among evenly spaced ones.
  var slicePlaces: [Double]? { source.sliceMap?.places }

  /// Inside is lowest <= place < end.
  var lowest: SIMD3<Double> { source.lowest }
  var end: SIMD3<Double> { source.end }

  /// Calls `body` with the volume as the loops see it; the pointer must not escape.
  func withLoops<Result>(
    _ body: (UnsafePointer<SVVolume>) throws -> Result
  ) rethrows -> Result {
    // SAFETY: the source is held until the closure returns.
    try withExtendedLifetime(source) {
      try unsafe withUnsafePointer(to: source.forLoops, body)
    }
  }
}
