package import CVolumes
import Geometry
package import VolumeModel

/// What loops read of a volume: its voxels or what was made of them, where they lie, and which of
/// them are valid.
@safe
package final class VolumeSource: @unchecked Sendable {
  // Sendable: never changes; the pointers in `forLoops` lead into `voxels`, `validity`, `places` and
  // `slopes`, which live as long as this does.
  package let voxels: VoxelStorage
  let validity: ValidityLookup?
  package let sliceMap: SliceMap?
  /// The volume as loops see it; the pointers live as long as this does.
  package let forLoops: SVVolume
  /// Whether the voxels are floats, not words that stand for them.
  let holdsFloats: Bool
  /// From a voxel to its neighbour along k.
  let sliceStride: Int
  /// The boundary: inside is `lowest <= place < end`.
  package let lowest: SIMD3<Double>
  package let end: SIMD3<Double>
  private let places: UnsafeMutableBufferPointer<Double>?
  private let slopes: UnsafeMutableBufferPointer<Float>?

  /// Creates a source from one value for each voxel of a geometry.
  ///
  /// - Parameters:
  ///   - geometry: Where the voxels lie.
  ///   - voxels: Slice after slice.
  ///   - validity: Which voxels have a measured value.
  ///   - sliceStride: From a voxel to its neighbour along k; nil if nothing lies between slices.
  package init(
    _ geometry: GridGeometry, voxels: VoxelStorage, validity: ValidityLookup?,
    sliceStride: Int? = nil
  ) {
    let size = geometry.dimensions
    self.voxels = voxels
    holdsFloats = voxels.integers == nil
    self.validity = validity
    self.sliceStride = sliceStride ?? size.voxelsPerSlice
    precondition(self.sliceStride <= Int(Int32.max), "a slice is addressed by 31 bits")
    let map = SliceMap(geometry)
    sliceMap = map
    unsafe places = map.map { unsafe Self.copy($0.places) }
    unsafe slopes = map.map { unsafe Self.copy($0.slopes) }
    let slices = map?.bounds ?? -0.5..<Double(size.slices) - 0.5
    lowest = SIMD3(-0.5, -0.5, slices.lowerBound)
    end = SIMD3(Double(size.columns) - 0.5, Double(size.rows) - 0.5, slices.upperBound)
    var loops = unsafe SVVolume(geometry, sliceStride: self.sliceStride, from: lowest, to: end)
    // SAFETY: the storage does not move and is kept.
    unsafe voxels.describe(in: &loops)
    unsafe loops.slicePlaces = UnsafePointer(places?.baseAddress)
    unsafe loops.sliceSlopes = UnsafePointer(slopes?.baseAddress)
    if let validity { unsafe loops.validity = validity.forLoops }
    unsafe forLoops = loops
  }

  deinit {
    unsafe places?.deallocate()
    unsafe slopes?.deallocate()
  }

  private static func copy<Number>(_ numbers: [Number]) -> UnsafeMutableBufferPointer<Number> {
    let copy = UnsafeMutableBufferPointer<Number>.allocate(capacity: numbers.count)
    _ = unsafe copy.initialize(fromContentsOf: numbers)
    return unsafe copy
  }
}

extension SVVolume {
  /// Where the voxels of a grid lie, without any pointer.
  fileprivate init(
    _ geometry: GridGeometry, sliceStride: Int, from lowest: SIMD3<Double>, to end: SIMD3<Double>
  ) {
    func fixed(_ p: SIMD3<Double>) -> (Int64, Int64, Int64) {
      let q = (p * 0x1p31).rounded(.toNearestOrEven)
      return (Int64(q.x), Int64(q.y), Int64(q.z))
    }
    let size = geometry.dimensions
    let m = geometry.patientToVoxel
    unsafe self.init()
    unsafe self.size = (Int64(size.columns), Int64(size.rows), Int64(size.slices))
    unsafe stride = (
      1, size.rows > 1 ? Int64(size.columns) : 0, size.slices > 1 ? Int64(sliceStride) : 0
    )
    unsafe self.lowest = (lowest.x, lowest.y, lowest.z)
    unsafe self.end = (end.x, end.y, end.z)
    unsafe fixedLowest = fixed(lowest)
    unsafe fixedEnd = fixed(end)
    unsafe patientToVoxel = (m.x.x, m.y.x, m.z.x, m.x.y, m.y.y, m.z.y, m.x.z, m.y.z, m.z.z)
  }
}
