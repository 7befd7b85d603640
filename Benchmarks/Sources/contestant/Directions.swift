import Sagitta

/// The directions of oblique work: the columns u, v, n of Rz(20°) Ry(30°) Rx(25°).
enum Oblique {
  static let u = turned(PatientVector(1, 0, 0))
  static let v = turned(PatientVector(0, 1, 0))
  static let n = turned(PatientVector(0, 0, 1))

  private static func turned(_ vector: PatientVector) -> PatientVector {
    vector.rotated(about: PatientVector(1, 0, 0), degrees: 25)
      .rotated(about: PatientVector(0, 1, 0), degrees: 30)
      .rotated(about: PatientVector(0, 0, 1), degrees: 20)
  }

  static let center = PatientPoint(0, 0, 0)

  /// A plane through the volume's centre; `pixel` in mm, or the `field` that all pixels fill.
  static func plane(_ request: Request) throws -> PlaneGeometry {
    let size = try request.whole("size")
    let field = request.parameters["field"].flatMap { Double($0) }
    let pixel = try field.map { $0 / Double(size) } ?? request.number("pixel")
    let plane = PlaneGeometry(
      width: size, height: size, right: u, down: v, center: center,
      pixelWidth: pixel)
    guard let plane else { throw BadRequest("the pixels make no plane") }
    return plane
  }
}
