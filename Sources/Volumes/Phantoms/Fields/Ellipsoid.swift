import Geometry

/// A solid ellipsoid with axes along the patient's, and a soft edge.
struct Ellipsoid: Hashable, Sendable {
  let center: PatientPoint
  /// Half axes along x, y and z in mm.
  let halfAxes: SIMD3<Double>
  let edge: SoftEdge

  /// Returns the ellipsoid's part of the value, 0…1, and its gradient.
  func part(at point: PatientPoint) -> (value: Double, gradient: PatientVector) {
    let scaled = (point - center).components / halfAxes
    let norm = (scaled * scaled).sum().squareRoot()
    let size = halfAxes.min()
    // Grows like the distance at the tip of the shortest axis, slower elsewhere.
    let (part, slope) = edge.part(atDistance: (norm - 1) * size)
    guard slope != 0 else { return (part, PatientVector(0, 0, 0)) }
    return (part, PatientVector(scaled / halfAxes) * (slope * size / norm))
  }

  /// A box outside which the part is 0.
  var bounds: PatientBox {
    let reach = PatientVector(halfAxes * (1 + edge.width / halfAxes.min()))
    return PatientBox(center - reach, center + reach)
  }
}
