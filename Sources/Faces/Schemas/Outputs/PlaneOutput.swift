public import Reslicing
public import SeriesLoading
public import VolumeModel
public import VolumeRequests

/// What `slice`, `mpr`, `mip` and `render` print with `--json`.
public struct PlanesReport: Encodable, Hashable, Sendable {
  /// The files that were written.
  public let outputs: [PlaneOutput]
  /// Which of the input's volumes they show.
  public let volume: VolumeChoice

  /// Tells of files.
  public init(outputs: [PlaneOutput], volume: VolumeChoice) {
    self.outputs = outputs
    self.volume = volume
  }
}

/// One file that was written, and where its pixels lie.
public struct PlaneOutput: Encodable, Hashable, Sendable {
  /// One of several planes in a picture.
  public struct Tile: Encodable, Hashable, Sendable {
    /// The plane.
    public let plane: PlaneJSON
    /// Column and row of the tile's upper left pixel.
    public let origin: [Int]

    /// Tells of a tile.
    public init(plane: PlaneGeometry, origin: [Int]) {
      self.plane = PlaneJSON(plane)
      self.origin = origin
    }
  }

  /// The file.
  public let path: String
  /// Where its pixels lie; of a sequence, those of its first picture.
  public let plane: PlaneJSON?
  /// Of a sheet: its planes.
  public let tiles: [Tile]?
  /// Of a picture along a curve: the place of each row.
  public let curve: CurveJSON?
  /// Of a sequence: the plane of each picture.
  public private(set) var frames: [PlaneJSON]?
  /// Of a sequence: how many pictures a second are shown.
  public private(set) var framesPerSecond: Double?
  /// The window of a picture; absent for values.
  public let window: WindowJSON?
  /// What a reader should know.
  public private(set) var findings: [FindingJSON]

  /// The same output with more findings.
  public func adding(_ more: [Finding]) -> PlaneOutput {
    var output = self
    output.findings += more.map(FindingJSON.init)
    return output
  }

  /// A picture of a plane, or its values.
  public init(
    path: String, plane: PlaneGeometry, window: DisplayWindow?, findings: [Finding]
  ) {
    self.path = path
    self.plane = PlaneJSON(plane)
    curve = nil
    tiles = nil
    self.window = window.map(WindowJSON.init)
    self.findings = findings.map(FindingJSON.init)
  }

  /// A picture along a curve, or its values.
  public init(
    path: String, curve: CurvedReformation, window: DisplayWindow?, findings: [Finding]
  ) {
    self.path = path
    self.curve = CurveJSON(curve)
    plane = nil
    tiles = nil
    self.window = window.map(WindowJSON.init)
    self.findings = findings.map(FindingJSON.init)
  }

  /// A sheet.
  public init(path: String, tiles: [Tile], window: DisplayWindow, findings: [Finding]) {
    self.path = path
    self.tiles = tiles
    plane = nil
    curve = nil
    self.window = WindowJSON(window)
    self.findings = findings.map(FindingJSON.init)
  }

  /// A sequence; its `plane` is the first picture's.
  ///
  /// - Precondition: There is a picture.
  public init(
    path: String, sequence: [PlaneGeometry], framesPerSecond: Double, window: DisplayWindow,
    findings: [Finding]
  ) {
    self.init(path: path, plane: sequence[0], window: window, findings: findings)
    frames = sequence.map(PlaneJSON.init)
    self.framesPerSecond = framesPerSecond
  }
}
