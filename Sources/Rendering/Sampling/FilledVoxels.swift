import VolumeModel
import WorkScheduling

/// Voxels in which those without a measured value have the value of the closest that has one.
enum FilledVoxels {
  /// Returns the filled voxels; they are unchanged if no voxel is valid.
  ///
  /// "Closest" adds up the millimetres along the grid's three axes; of equally close ones the
  /// first found in the order i, j, k counts. Two sweeps along each axis find it exactly.
  ///
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  static func of(
    _ voxels: VoxelStorage, mask: ValidityMask, geometry: GridGeometry, context: WorkContext
  ) throws -> VoxelStorage {
    let size = geometry.dimensions
    let perSlice = size.voxelsPerSlice
    let values = try VoxelStorage(count: size.voxelCount, limits: context.limits)
    let distances = try VoxelStorage(count: size.voxelCount, limits: context.limits)
    let sweeps = Sweeps(
      size: size, spacing: geometry.spacing, values: SharedVoxels(values),
      distances: SharedVoxels(distances))
    try context.forEach(size.slices, stage: "filling") { k in
      // SAFETY: every item has a slice of its own.
      let first = k * perSlice
      unsafe voxels.copy(first..<first + perSlice, to: sweeps.values.base + first)
      mask.forEachInvalid(in: size, slice: k) { i, j in
        unsafe sweeps.distances.base[size.offset(i, j, k)] = .infinity
      }
      sweeps.sweepSlice(k)
    }
    try values.whileScattered {
      try distances.whileScattered {
        try context.forEach(size.rows, stage: "filling") { j in sweeps.sweepAcrossSlices(row: j) }
      }
    }
    return values
  }
}

/// There and back along each axis, each voxel taking its predecessor's value if that is closer.
private struct Sweeps: Sendable {
  let size: GridDimensions
  let spacing: SIMD3<Double>
  let values: SharedVoxels
  let distances: SharedVoxels

  /// Along i, then along j.
  func sweepSlice(_ k: Int) {
    let first = k * size.voxelsPerSlice
    for j in 0..<size.rows {
      let row = first + j * size.columns
      forThereAndBack(size.columns) { n, way in take(row + n, way: way, step: Float(spacing.x)) }
    }
    forThereAndBack(size.rows) { n, way in
      takeRow(first + n * size.columns, way: way * size.columns, step: Float(spacing.y))
    }
  }

  /// Along k, the j-th row of every slice.
  func sweepAcrossSlices(row j: Int) {
    forThereAndBack(size.slices) { n, way in
      takeRow(size.offset(0, j, n), way: way * size.voxelsPerSlice, step: Float(spacing.z))
    }
  }

  /// Calls `body` with each place and the way to its predecessor.
  private func forThereAndBack(_ count: Int, body: (_ place: Int, _ way: Int) -> Void) {
    for n in 1..<max(count, 1) { body(n, -1) }
    for n in (0..<count - 1).reversed() { body(n, 1) }
  }

  private func takeRow(_ first: Int, way: Int, step: Float) {
    for i in 0..<size.columns { take(first + i, way: way, step: step) }
  }

  private func take(_ at: Int, way: Int, step: Float) {
    // SAFETY: both places lie in the volume, and the item has both lines to itself.
    let distance = unsafe distances.base[at + way] + step
    if unsafe distance < distances.base[at] {
      unsafe distances.base[at] = distance
      unsafe values.base[at] = values.base[at + way]
    }
  }
}
