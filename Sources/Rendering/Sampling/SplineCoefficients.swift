import CKernels
import VolumeModel
import WorkScheduling

/// The cubic B-spline coefficients of voxels.
struct SplineCoefficients {
  /// Slice after slice, with some unused memory between them.
  let values: VoxelStorage
  /// From a coefficient to its neighbour along k.
  let sliceStride: Int

  /// Unused floats between slices: one line of the cache.
  ///
  /// Where a slice is a multiple of 4 KiB, the same place of all slices shares eight lines of
  /// the first-level cache, and the 4×4 rows of a sample drive each other out.
  private static func gap(after slice: Int) -> Int { (slice + 16) % 1024 == 0 ? 32 : 16 }

  /// Makes the coefficients, along all three axes or, for an irregular stack, along i and j.
  ///
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  init(
    _ voxels: VoxelStorage, geometry: GridGeometry, context: WorkContext,
    level: CPULevel
  ) throws {
    let size = geometry.dimensions
    let perSlice = size.voxelsPerSlice, stride = perSlice + Self.gap(after: perSlice)
    values = try VoxelStorage(count: stride * size.slices, limits: context.limits)
    sliceStride = stride
    let loops = level.kernels
    let target = SharedVoxels(values)
    let columns = Int64(size.columns)
    let rows = Int64(size.rows)
    try context.forEach(size.slices, stage: "prefiltering") { k in
      // SAFETY: every item has a slice of its own.
      let slice = unsafe target.base + k * stride
      unsafe voxels.copy(k * perSlice..<(k + 1) * perSlice, to: slice)
      unsafe loops.prefilterAlong(slice, columns, columns, rows)
      unsafe loops.prefilterAcross(slice, rows, columns, columns)
    }
    guard geometry.slicePositions == nil else { return }
    try values.whileScattered {
      try context.forEach(size.rows, stage: "prefiltering") { j in
        // SAFETY: every item has the j-th row of each slice to itself.
        let row = unsafe target.base + j * size.columns
        unsafe loops.prefilterAcross(row, Int64(size.slices), Int64(stride), columns)
      }
    }
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
