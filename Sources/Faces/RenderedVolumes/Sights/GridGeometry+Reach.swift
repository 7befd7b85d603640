import SagittaEngine

extension GridGeometry {
  /// Millimetres across and down of the smallest rectangle around a point that shows the whole volume,
  /// boundary included.
  func reach(
    of right: PatientVector, _ down: PatientVector, around center: PatientPoint
  ) -> SIMD2<Double> {
    let offsets = voxelBounds.corners.map { patientPoint(of: $0) - center }
    func reach(_ direction: PatientVector) -> Double {
      2 * (offsets.map { abs($0.dot(direction)) }.max() ?? 0)
    }
    return SIMD2(reach(right), reach(down))
  }
}
