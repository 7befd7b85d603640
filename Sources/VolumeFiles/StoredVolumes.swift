import VolumeModel
import WorkScheduling

/// Voxels that lie in a file, found and checked but not yet read.
struct StoredVolumes: Sendable {
  let bytes: InputBytes
  /// Bytes from the start to the first voxel.
  let offset: Int
  let format: StoredFormat
  let geometry: GridGeometry
  let phases: Int
  /// Whether the slowest axis of the array comes first in the file (NumPy's Fortran order).
  var isReversed = false
  let attributes: VolumeAttributes

  /// Reads all phases; voxels that are NaN have no measured value.
  func read(_ scheduler: WorkScheduler) throws -> [Volume] {
    if isReversed { return try readReversed(scheduler) }
    let count = geometry.dimensions.voxelCount
    return try (0..<phases).map { phase in
      let storage = try VoxelStorage(count: count)
      try fill(storage, from: phase * count, scheduler)
      return volume(storage)
    }
  }

  /// Converts values of the file, from the given one on, into a block.
  private func fill(
    _ storage: VoxelStorage, from first: Int, _ scheduler: WorkScheduler
  ) throws {
    let size = format.type.size
    try scheduler.forEachBand(of: storage.count, length: 1 << 18, stage: "reading") { band in
      let start = offset + (first + band.lowerBound) * size
      try unsafe bytes.withBytes(start..<start + band.count * size) { stored in
        unsafe storage.withMutableBand(band) { unsafe format.convert(stored, into: $0) }
      }
    }
  }

  private func readReversed(_ scheduler: WorkScheduler) throws -> [Volume] {
    let size = geometry.dimensions
    let all = try VoxelStorage(count: size.voxelCount * phases)
    try fill(all, from: 0, scheduler)
    return try (0..<phases).map { phase in
      let storage = try VoxelStorage(count: size.voxelCount)
      try scheduler.forEach(size.slices) { k in
        reverse(all, phase, k, into: storage)
      }
      return volume(storage)
    }
  }

  /// Copies slice k of a phase out of an array whose order of axes is phase, k, row, column.
  private func reverse(_ all: VoxelStorage, _ phase: Int, _ k: Int, into storage: VoxelStorage) {
    let size = geometry.dimensions
    let slice = size.offset(0, 0, k)..<size.offset(0, 0, k) + size.voxelsPerSlice
    // SAFETY: every index lies in the array by the meaning of its axes.
    unsafe all.withVoxels { source in
      unsafe storage.withMutableBand(slice) { target in
        for row in 0..<size.rows {
          for column in 0..<size.columns {
            let place = phase + phases * (k + size.slices * (row + size.rows * column))
            unsafe target[row * size.columns + column] = source[place]
          }
        }
      }
    }
  }

  private func volume(_ storage: VoxelStorage) -> Volume {
    let dimensions = geometry.dimensions
    let mask = unsafe storage.withVoxels { voxels -> ValidityMask? in
      guard unsafe voxels.contains(where: \.isNaN) else { return nil }
      return ValidityMask(dimensions: dimensions) { unsafe !voxels[$0].isNaN }
    }
    return Volume(geometry: geometry, voxels: storage, validity: mask, attributes: attributes)
  }
}
