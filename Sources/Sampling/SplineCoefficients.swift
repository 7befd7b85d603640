import CKernels
import VolumeModel
import WorkScheduling

/// The cubic B-spline coefficients of voxels.
enum SplineCoefficients {
  /// Returns the coefficients, along all three axes or, for an irregular stack, along i and j.
  ///
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  static func of(
    _ voxels: VoxelStorage, _ geometry: GridGeometry, _ scheduler: WorkScheduler,
    _ level: CPULevel
  ) throws -> VoxelStorage {
    let size = geometry.dimensions
    let result = try VoxelStorage(count: size.voxelCount)
    let loops = level.kernels
    let target = SharedVoxels(result)
    let (columns, rows) = (Int64(size.columns), Int64(size.rows))
    try scheduler.forEach(size.slices, stage: "prefiltering") { k in
      let perSlice = size.voxelsPerSlice
      // SAFETY: every item has a slice of its own.
      let slice = unsafe target.base + k * perSlice
      unsafe voxels.withVoxels { all in
        guard let source = all.baseAddress else { return }
        unsafe slice.update(from: source + k * perSlice, count: perSlice)
      }
      unsafe loops.prefilterAlong(slice, columns, columns, rows)
      unsafe loops.prefilterAcross(slice, rows, columns, columns)
    }
    guard geometry.slicePositions == nil else { return result }
    try scheduler.forEach(size.rows, stage: "prefiltering") { j in
      // SAFETY: every item has the j-th row of each slice to itself.
      let row = unsafe target.base + j * size.columns
      unsafe loops.prefilterAcross(row, Int64(size.slices), columns * rows, columns)
    }
    return result
  }
}

/// Voxels that several workers write, each its own.
@safe
struct SharedVoxels: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  private let owner: VoxelStorage

  init(_ storage: VoxelStorage) {
    owner = storage
    // SAFETY: the storage does not move and is kept.
    unsafe base = storage.withMutableBand(0..<storage.count) { voxels in
      guard let base = voxels.baseAddress else { preconditionFailure("a storage has voxels") }
      return unsafe base
    }
  }
}
