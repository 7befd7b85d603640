import Sagitta

/// What `slice --json` prints.
struct SliceReport: Encodable {
  let outputs: [PlaneOutput]
  /// Which of the input's volumes they show.
  let volume: VolumeChoice
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
    /// What the affine maps, in words.
    let coordinates = "LPS mm, pixel centres"

    init(_ geometry: PlaneGeometry) {
      right = PlaneOutput.list(geometry.right.components)
      down = PlaneOutput.list(geometry.down.components)
      center = PlaneOutput.list(geometry.center.coordinates)
      pixel = Pixel(geometry)
      size = [geometry.width, geometry.height]
      affine = geometry.pixelToPatient.rowMajor
    }
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

  /// A picture along a curve: row n has its middle at `centers[n]` and runs along `rights[n]`.
  struct Curve: Encodable {
    let mode: String
    /// Millimetres between pixels and between rows.
    let pixel: Double
    /// Columns and rows.
    let size: [Int]
    /// The middle of each row in LPS mm.
    let centers: [[Double]]
    /// The direction of each row, LPS.
    let rights: [[Double]]
    /// Millimetres along the curve from its beginning to each row.
    let arcLengths: [Double]
  }

  struct Window: Encodable {
    let center: Double
    let width: Double
    let function: String

    init(_ window: DisplayWindow) {
      (center, width) = (window.center, window.width)
      function = window.function.rawValue
    }
  }

  /// One of several planes in a picture.
  struct Tile: Encodable {
    let plane: Plane
    /// Column and row of the tile's upper left pixel.
    let origin: [Int]
  }

  let path: String
  let plane: Plane?
  /// Of a sheet: its planes.
  let tiles: [Tile]?
  /// Of a picture along a curve: the place of each row.
  let curve: Curve?
  /// Of a sequence: the plane of each picture, and how many a second are shown.
  private(set) var frames: [Plane]?
  private(set) var framesPerSecond: Double?
  /// The window of a picture; absent for values.
  let window: Window?
  private(set) var findings: [FindingJSON]

  /// The same output with more findings.
  func adding(_ more: [Finding]) -> PlaneOutput {
    var output = self
    output.findings += more.map(FindingJSON.init)
    return output
  }

  init(
    path: String, _ geometry: PlaneGeometry, _ window: DisplayWindow?, _ findings: [Finding]
  ) {
    self.path = path
    (curve, tiles) = (nil, nil)
    plane = Plane(geometry)
    self.window = window.map(Window.init)
    self.findings = findings.map(FindingJSON.init)
  }

  init(path: String, _ picture: CurvedPicture, _ window: DisplayWindow?, _ findings: [Finding]) {
    self.path = path
    (plane, tiles) = (nil, nil)
    curve = Curve(
      mode: picture.mode.rawValue, pixel: picture.pixel, size: [picture.width, picture.height],
      centers: picture.rows.map { Self.list($0.center.coordinates) },
      rights: picture.rows.map { Self.list($0.right.components) },
      arcLengths: picture.rows.map(\.arcLength))
    self.window = window.map(Window.init)
    self.findings = findings.map(FindingJSON.init)
  }

  init(path: String, tiles: [Tile], _ window: DisplayWindow, _ findings: [Finding]) {
    self.path = path
    (plane, curve, self.tiles) = (nil, nil, tiles)
    self.window = Window(window)
    self.findings = findings.map(FindingJSON.init)
  }

  /// A sequence; its `plane` is the first picture's.
  init(
    path: String, sequence: [PlaneGeometry], _ framesPerSecond: Double, _ window: DisplayWindow,
    _ findings: [Finding]
  ) {
    self.init(path: path, sequence[0], window, findings)
    frames = sequence.map(Plane.init)
    self.framesPerSecond = framesPerSecond
  }

  private static func list(_ v: SIMD3<Double>) -> [Double] { [v.x, v.y, v.z] }
}
