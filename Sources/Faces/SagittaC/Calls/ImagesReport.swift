import SagittaEngine

/// What is told of images.
struct ImagesReport: Encodable {
  /// One image.
  struct Image: Encodable {
    let plane: PlaneJSON?
    let tiles: [PlaneOutput.Tile]?
    let curve: CurveJSON?

    init(_ place: ImagePlace?) {
      var plane: PlaneJSON?
      var tiles: [PlaneOutput.Tile]?
      var curve: CurveJSON?
      switch place {
      case .plane(let geometry): plane = PlaneJSON(geometry)
      case .sheet(let places):
        tiles = places.map {
          PlaneOutput.Tile(plane: $0.plane, origin: [$0.origin.x, $0.origin.y])
        }
      case .curve(let path): curve = CurveJSON(path)
      case nil: break
      }
      self.plane = plane
      self.tiles = tiles
      self.curve = curve
    }
  }

  /// Something that people are told.
  struct Told: Encodable {
    let kind: String
    let message: String
  }

  let images: [Image]
  let window: WindowJSON?
  let findings: [FindingJSON]
  let notices: [Told]

  init(_ object: ImagesObject) {
    images = object.images.map { Image($0.place) }
    window = object.window.map(WindowJSON.init)
    findings = object.findings.map(FindingJSON.init)
    notices = object.notices.map { Told(kind: $0.kind.rawValue, message: $0.message) }
  }
}
