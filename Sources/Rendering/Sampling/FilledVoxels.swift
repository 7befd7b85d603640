import VolumeModel

/// Voxels in which those without a measured value have the value of the closest that has one.
enum FilledVoxels {
  /// Returns the filled voxels; they are unchanged if no voxel is valid.
  ///
  /// "Closest" adds up the millimetres along the grid's three axes; of equally close ones the
  /// first found in the order i, j, k counts. Two sweeps along each axis find it exactly.
  ///
  /// - Throws: `OutOfMemory`.
  static func of(_ volume: Volume, _ mask: ValidityMask) throws -> VoxelStorage {
    let size = volume.dimensions
    let values = try VoxelStorage(count: size.voxelCount)
    let distances = try VoxelStorage(count: size.voxelCount)
    let strides = [1, size.columns, size.voxelsPerSlice]
    let spacing = volume.geometry.spacing
    unsafe values.withMutableBand(0..<size.voxelCount) { values in
      unsafe distances.withMutableBand(0..<size.voxelCount) { distances in
        unsafe volume.voxels.withVoxels { _ = unsafe values.update(fromContentsOf: $0) }
        mask.forEachInvalid(in: size) { i, j, k in
          unsafe distances[size.offset(i, j, k)] = .infinity
        }
        for axis in 0..<3 {
          let sweep = Sweep(
            count: size.ijk[axis], stride: strides[axis], step: Float(spacing[axis]))
          let starts = Starts(size, without: axis)
          starts.forEach { unsafe sweep.run(from: $0, values, distances) }
        }
      }
    }
    return values
  }

  /// The first voxel of every line along an axis.
  private struct Starts {
    let outer: (count: Int, stride: Int)
    let inner: (count: Int, stride: Int)

    init(_ size: GridDimensions, without axis: Int) {
      let i = (size.columns, 1), j = (size.rows, size.columns)
      let k = (size.slices, size.voxelsPerSlice)
      outer = axis == 2 ? j : k
      inner = axis == 0 ? j : i
    }

    func forEach(_ body: (Int) -> Void) {
      for a in 0..<outer.count {
        for b in 0..<inner.count { body(a * outer.stride + b * inner.stride) }
      }
    }
  }

  /// There and back along a line, each voxel taking its predecessor's value if that is closer.
  private struct Sweep {
    let count: Int
    let stride: Int
    let step: Float

    func run(
      from start: Int, _ values: UnsafeMutableBufferPointer<Float>,
      _ distances: UnsafeMutableBufferPointer<Float>
    ) {
      for n in 1..<max(count, 1) { unsafe take(start + n * stride, -stride, values, distances) }
      for n in (0..<count - 1).reversed() {
        unsafe take(start + n * stride, stride, values, distances)
      }
    }

    private func take(
      _ at: Int, _ way: Int, _ values: UnsafeMutableBufferPointer<Float>,
      _ distances: UnsafeMutableBufferPointer<Float>
    ) {
      let distance = unsafe distances[at + way] + step
      if unsafe distance < distances[at] {
        unsafe distances[at] = distance
        unsafe values[at] = values[at + way]
      }
    }
  }
}
