import Sagitta

/// What `slice --json` prints.
struct SliceReport: Encodable {
  let outputs: [PlaneOutput]
}

/// One file that was written, and where its pixels lie.
struct PlaneOutput: Encodable {
  struct Plane: Encodable {
    /// The direction of a row, LPS.
    let right: [Double]
    /// The direction of a column, LPS.
    let down: [Double]
    /// The centre of the picture in LPS mm.
    let center: [Double]
    /// Millimetres between columns and between rows.
    let pixel: [Double]
    /// Columns and rows.
    let size: [Int]
    /// Pixel (column, row, mm away from the viewer) → LPS mm, 4×4, row-major.
    let affine: [Double]
  }

  struct Window: Encodable {
    let center: Double
    let width: Double
    let function: String
  }

  let path: String
  let plane: Plane
  /// The window of a picture; absent for values.
  let window: Window?
  let findings: [FindingJSON]

  init(
    path: String, _ geometry: PlaneGeometry, _ window: DisplayWindow?, _ findings: [Finding]
  ) {
    func list(_ v: SIMD3<Double>) -> [Double] { [v.x, v.y, v.z] }
    self.path = path
    plane = Plane(
      right: list(geometry.right.components), down: list(geometry.down.components),
      center: list(geometry.center.coordinates),
      pixel: [geometry.pixelWidth, geometry.pixelHeight],
      size: [geometry.width, geometry.height], affine: geometry.pixelToPatient.rowMajor)
    self.window = window.map {
      Window(center: $0.center, width: $0.width, function: $0.function.rawValue)
    }
    self.findings = findings.map(FindingJSON.init)
  }
}
