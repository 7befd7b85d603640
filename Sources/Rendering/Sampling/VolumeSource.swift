import CKernels
import VolumeModel

/// What the loops read of a volume: its voxels or what was made of them, and which of them
/// are valid.
@safe
final class VolumeSource: @unchecked Sendable {
  // Sendable: never changes; the pointers in `forLoops` lead into `voxels`, `validity` and
  // `places`, which live as long as this does.
  let voxels: VoxelStorage
  let validity: ValidityLookup?
  let sliceMap: SliceMap?
  let forLoops: SGVolume
  /// From a voxel to its neighbour along k.
  let sliceStride: Int
  /// The rim: inside is `lowest <= place < end`.
  let lowest: SIMD3<Double>
  let end: SIMD3<Double>
  private let places: UnsafeMutablePointer<Double>?

  /// Creates a source from one value for each voxel of a geometry.
  ///
  /// - Parameters:
  ///   - geometry: Where the voxels lie.
  ///   - voxels: Slice after slice.
  ///   - validity: Which voxels have a measured value.
  ///   - sliceStride: From a voxel to its neighbour along k; nil if nothing lies between slices.
  init(
    _ geometry: GridGeometry, _ voxels: VoxelStorage, _ validity: ValidityLookup?,
    sliceStride: Int? = nil
  ) {
    (self.voxels, self.validity) = (voxels, validity)
    let size = geometry.dimensions
    self.sliceStride = sliceStride ?? size.voxelsPerSlice
    precondition(self.sliceStride <= Int(Int32.max), "a slice is addressed by 31 bits")
    sliceMap = SliceMap(geometry)
    unsafe places = sliceMap.map { map in
      let copy = UnsafeMutablePointer<Double>.allocate(capacity: map.places.count)
      for (k, place) in map.places.enumerated() { unsafe copy[k] = place }
      return unsafe copy
    }
    let slices = sliceMap?.bounds ?? -0.5..<Double(size.slices) - 0.5
    lowest = SIMD3(-0.5, -0.5, slices.lowerBound)
    end = SIMD3(Double(size.columns) - 0.5, Double(size.rows) - 0.5, slices.upperBound)
    unsafe forLoops = Self.forLoops(size, self.sliceStride, voxels, validity, places, lowest, end)
  }

  deinit {
    unsafe places?.deallocate()
  }

  private static func forLoops(
    _ size: GridDimensions, _ sliceStride: Int, _ voxels: VoxelStorage, _ validity: ValidityLookup?,
    _ places: UnsafePointer<Double>?, _ lowest: SIMD3<Double>, _ end: SIMD3<Double>
  ) -> SGVolume {
    func fixed(_ p: SIMD3<Double>) -> (Int64, Int64, Int64) {
      let q = (p * 0x1p31).rounded(.toNearestOrEven)
      return (Int64(q.x), Int64(q.y), Int64(q.z))
    }
    var result = unsafe SGVolume()
    // SAFETY: the pointer outlives the closure because the storage does not move and is kept.
    unsafe result.voxels = voxels.withVoxels { $0.baseAddress }
    unsafe result.size = (Int64(size.columns), Int64(size.rows), Int64(size.slices))
    unsafe (result.row, result.slice) = (Int64(size.columns), Int64(sliceStride))
    unsafe (result.lowest, result.end) = (fixed(lowest), fixed(end))
    unsafe result.slicePlaces = places
    if let validity {
      unsafe result.validity = validity.words
      unsafe result.suspects = validity.suspects
      unsafe result.wordsPerSlice = Int64(validity.wordsPerSlice)
    }
    return unsafe result
  }
}
