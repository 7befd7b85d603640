import Geometry
public import VolumeModel

extension GridGeometry {
  /// Whether a picture shows any of the volume, half-voxel rims included.
  ///
  /// - Parameters:
  ///   - plane: The picture, to the rims of its pixels.
  ///   - slab: What its pixels gather; nil for a thin picture.
  /// - Returns: Whether the two have a place in common; of a slab 65 equally spaced layers are looked at.
  public func meets(_ plane: PlaneGeometry, slab: Slab? = nil) -> Bool {
    guard let slab else { return meets(corners(of: plane, away: 0)) }
    let looks = 64
    return (0...looks).contains { n in
      meets(corners(of: plane, away: (Double(n) / Double(looks) - 0.5) * slab.thickness))
    }
  }

  private func corners(of plane: PlaneGeometry, away: Double) -> [VoxelPoint] {
    let width = Double(plane.width) - 0.5
    let height = Double(plane.height) - 0.5
    let map = plane.pixelToPatient
    return [(-0.5, -0.5), (width, -0.5), (width, height), (-0.5, height)].map { column, row in
      voxelPoint(of: map(Point3<PixelSpace>(column, row, away)))
    }
  }

  /// Whether a flat polygon meets the box of voxels: what of it is left when each of the six
  /// sides has cut its part away (Sutherland and Hodgman 1974).
  private func meets(_ polygon: [VoxelPoint]) -> Bool {
    let bounds = voxelBounds
    var left = polygon.map(\.coordinates)
    for axis in 0..<3 {
      let low = bounds.lower.coordinates[axis]
      let high = bounds.upper.coordinates[axis]
      left = Self.cut(left) { $0[axis] - low }
      left = Self.cut(left) { high - $0[axis] }
    }
    return !left.isEmpty
  }

  /// The part of a polygon where a linear function is above 0.
  private static func cut(
    _ polygon: [SIMD3<Double>], height: (SIMD3<Double>) -> Double
  ) -> [SIMD3<Double>] {
    var result: [SIMD3<Double>] = []
    for (n, point) in polygon.enumerated() {
      let next = polygon[(n + 1) % polygon.count]
      let a = height(point)
      let b = height(next)
      if a > 0 { result.append(point) }
      if (a > 0) != (b > 0) { result.append(point + (next - point) * (a / (a - b))) }
    }
    return result
  }
}
