import Geometry
import VolumeModel

extension GridGeometry {
  /// Whether nothing of the volume lies where a picture's samples do: what is far off need not be
  /// computed.
  ///
  /// - Parameters:
  ///   - plane: The picture, to the rims of its pixels.
  ///   - thickness: Millimetres across it that its pixels gather.
  /// - Returns: Whether one of the picture's axes tells the two apart; not every picture beside the
  ///   volume is found to be so.
  func isFar(from plane: PlaneGeometry, thickness: Double = 0) -> Bool {
    let corners = voxelBounds.corners.map { patientPoint(of: $0) - plane.center }
    let axes = [
      (plane.normal, thickness), (plane.right, Double(plane.width) * plane.pixelWidth),
      (plane.down, Double(plane.height) * plane.pixelHeight),
    ]
    return axes.contains { axis, extent in
      let offsets = corners.map { $0.dot(axis) }
      let low = offsets.min() ?? 0
      let high = offsets.max() ?? 0
      // Rounding makes nothing empty.
      let reach = extent / 2 + 1e-6 * (abs(low) + abs(high) + extent)
      return low > reach || high < -reach
    }
  }
}

extension PlaneImage {
  /// An image without any value.
  static func empty(_ plane: PlaneGeometry) -> PlaneImage {
    PlaneImage(
      geometry: plane,
      values: [Float](repeating: .nan, count: plane.width * plane.height))
  }
}
