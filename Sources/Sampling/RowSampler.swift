package import Geometry
package import VolumeModel

/// Samples a volume at equal steps along lines through its index space.
///
/// Coordinates are rounded to 2⁻³¹ voxel: what rounding moved off a voxel's centre or over
/// the rim by less than that is put back.
package struct RowSampler: Sendable {
  private let volume: Volume
  private let interpolation: Interpolation
  private let sliceMap: SliceMap?

  /// Creates a sampler.
  package init(_ volume: Volume, _ interpolation: Interpolation) {
    (self.volume, self.interpolation) = (volume, interpolation)
    sliceMap = SliceMap(volume.geometry)
  }

  /// Fills `row` with the samples at `start + n·step`; NaN outside and where a voxel without
  /// a measured value has weight.
  package func sample(
    from start: VoxelPoint, step: VoxelVector, into row: UnsafeMutableBufferPointer<Float>
  ) {
    for n in 0..<row.count {
      let place = start + step * Double(n)
      unsafe row[n] = value(at: place)
    }
  }

  private func value(at place: VoxelPoint) -> Float {
    let k = sliceMap?.slice(at: place.z) ?? place.z
    let exact = VoxelPoint(Self.rounded(SIMD3(place.x, place.y, k)))
    let linear = volume.value(at: exact)
    guard interpolation == .nearest, case .value = linear else { return linear.orNaN }
    let half = exact.coordinates + 0.5
    return volume[Int(half.x), Int(half.y), Int(half.z)]
  }

  private static func rounded(_ p: SIMD3<Double>) -> SIMD3<Double> {
    let one = Double(1 << 31)
    return (p * one).rounded(.toNearestOrEven) / one
  }
}
