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
    /// Millimetres between pixels; stored slices may have a width and a height.
    let pixel: Pixel
    /// Columns and rows.
    let size: [Int]
    /// Pixel (column, row, mm away from the viewer) → LPS mm, 4×4, row-major.
    let affine: [Double]
  }

  /// One number for square pixels, width and height otherwise.
  enum Pixel: Encodable {
    case square(Double)
    case rectangle(width: Double, height: Double)

    init(_ geometry: PlaneGeometry) {
      self =
        geometry.pixelWidth == geometry.pixelHeight
        ? .square(geometry.pixelWidth)
        : .rectangle(width: geometry.pixelWidth, height: geometry.pixelHeight)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .square(let side): try container.encode(side)
      case .rectangle(let width, let height): try container.encode([width, height])
      }
    }
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
      pixel: Pixel(geometry),
      size: [geometry.width, geometry.height], affine: geometry.pixelToPatient.rowMajor)
    self.window = window.map {
      Window(center: $0.center, width: $0.width, function: $0.function.rawValue)
    }
    self.findings = findings.map(FindingJSON.init)
  }
}
