import Sagitta

// Reports of pictures, as the verbs make them.

typealias SliceReport = PlanesReport

extension ProvenanceRecord {
  typealias Source = ProvenanceSource
}

extension PlaneOutput {
  init(
    path: String, _ plane: PlaneGeometry, _ window: DisplayWindow?, _ findings: [Finding]
  ) {
    self.init(path: path, plane: plane, window: window, findings: findings)
  }

  init(path: String, _ curve: CurvedPicture, _ window: DisplayWindow?, _ findings: [Finding]) {
    self.init(path: path, curve: curve, window: window, findings: findings)
  }

  init(path: String, tiles: [Tile], _ window: DisplayWindow, _ findings: [Finding]) {
    self.init(path: path, tiles: tiles, window: window, findings: findings)
  }

  init(
    path: String, sequence: [PlaneGeometry], _ framesPerSecond: Double, _ window: DisplayWindow,
    _ findings: [Finding]
  ) {
    self.init(
      path: path, sequence: sequence, framesPerSecond: framesPerSecond, window: window,
      findings: findings)
  }
}
