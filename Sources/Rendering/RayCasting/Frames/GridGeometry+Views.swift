public import Geometry
public import VolumeModel

extension GridGeometry {
  /// Returns the width and height in mm of the smallest box around the volume's centre that shows
  /// the whole volume, boundary included, from a direction.
  public func extent(from view: CameraView) -> SIMD2<Double> {
    let offsets = voxelBounds.corners.map { patientPoint(of: $0) - center }
    func reach(_ direction: PatientVector) -> Double {
      2 * (offsets.map { abs($0.dot(direction)) }.max() ?? 0)
    }
    return SIMD2(reach(view.right), reach(view.up))
  }

  /// The diameter in mm of the smallest ball around the volume's centre that holds the volume.
  public var diameter: Double {
    2 * (voxelBounds.corners.map { patientPoint(of: $0).distance(to: center) }.max() ?? 0)
  }
}
