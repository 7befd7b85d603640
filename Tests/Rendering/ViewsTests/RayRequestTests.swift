import Foundation
import Geometry
import RayCasting
import Reslicing
import Testing
import Views
import VolumeModel

@Suite struct RayRequestTests {
  /// What a text of JSON asks for.
  private func decoded<Request: Decodable>(
    _ json: String, as type: Request.Type = Request.self
  ) throws -> Request {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  private static let projections = [
    "{}", #"{"blend": "min", "depths": true, "step": 0.5, "outside": -1024}"#,
    #"{"camera": {"azimuth": 30.5, "elevation": -10, "frames": 12}}"#,
    #"{"camera": {"view": "feet", "projection": "perspective", "fovAngle": 45}}"#,
    #"{"clipping": {"crop": [-1, 2, 3, 4, 5, 6], "clipPlanes": [[1, 0, 0, 20]], "slabFrom": -5}}"#,
    #"{"clipping": {"removeTable": true}, "layout": {"size": [40, 30], "pixel": 2}}"#,
    #"{"display": {"window": [200, 600], "invert": true}, "overlay": {"opacity": 0.25}}"#,
    #"{"marks": {"annotate": "full", "crosshair": [1, 2, 3]}}"#,
  ]

  @Test(arguments: projections)
  func `a projection's request survives its JSON`(json: String) throws {
    let request: ProjectionRequest = try decoded(json)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = try encoder.encode(request)
    #expect(try JSONDecoder().decode(ProjectionRequest.self, from: written) == request)
    #expect(try encoder.encode(request) == written)
    try request.validate()
  }

  private static let renders = [
    "{}", #"{"preset": "ct-skin", "samples": 2, "shading": false, "background": "white"}"#,
    #"{"preset": "ct-bone", "classification": "preintegrated", "interpolation": "catmull-rom"}"#,
    #"{"preset": "ct-bone", "occlusion": 0.75}"#,
    #"{"labelsOnly": true, "overlay": {"map": "labels", "opacity": 0.5}}"#,
    ##"{"iso": 300, "light": [1, -2, 0.5], "background": "#102030", "step": 1}"##,
    #"{"transferFunction": {"opacityUnit": 1, "opacity": [{"value": 0, "opacity": 0.5}], "#
      + #""color": [{"value": 0, "color": [1, 0.5, 0]}]}}"#,
  ]

  @Test(arguments: renders)
  func `a ray cast's request survives its JSON`(json: String) throws {
    let request: RenderRequest = try decoded(json)
    let written = try JSONEncoder().encode(request)
    #expect(try JSONDecoder().decode(RenderRequest.self, from: written) == request)
    try request.validate()
  }

  @Test func `a request without fields is the one that is made without arguments`() throws {
    #expect(try decoded("{}") == ProjectionRequest())
    #expect(try decoded("{}") == RenderRequest())
    #expect(try decoded("{}") == CameraRequest())
    #expect(try decoded("{}") == ClippingRequest())
  }

  @Test func `colours are written as six digits whatever they were called`() throws {
    for (text, digits) in [("black", "#000000"), ("GREY", "#808080"), ("0a0B0c", "#0a0b0c")] {
      #expect(ImageColor(text)?.description == digits)
    }
    #expect(ImageColor("#12345") == nil && ImageColor("blue-ish") == nil)
    #expect(ImageColor("#ff0080")?.parts == SIMD3(1, 0, 128.0 / 255))
  }

  @Test(arguments: [
    (#"{"camera": {"view": "left", "azimuth": 3}}"#, "camera.view"),
    (#"{"camera": {"fovAngle": 30}}"#, "camera.fovAngle"),
    (#"{"camera": {"fovAngle": 180, "projection": "perspective"}}"#, "camera.fovAngle"),
    (#"{"camera": {"fovAngle": -1, "projection": "perspective"}}"#, "camera.fovAngle"),
    (#"{"camera": {"frames": 0}}"#, "camera.frames"),
    (#"{"clipping": {"crop": [1, 0, 0, 1, 0, 1]}}"#, "clipping.crop"),
    (#"{"clipping": {"crop": [0, 1]}}"#, "clipping.crop"),
    (#"{"clipping": {"clipPlanes": [[0, 0, 0, 1]]}}"#, "clipping.clipPlanes"),
    (#"{"clipping": {"slabFrom": 5, "slabTo": -5}}"#, "clipping.slabTo"),
    (#"{"step": 0}"#, "step"),
    (#"{"depths": true, "blend": "mean"}"#, "depths"),
    (#"{"overlay": {"map": "labels"}}"#, "overlay.map"),
    (#"{"overlay": {}, "display": {"bits": 16}}"#, "display.bits"),
    (
      #"{"camera": {"projection": "perspective"}, "marks": {"crosshair": [0, 0, 0]}}"#,
      "marks.crosshair"
    ),
  ])
  func `what makes no sense in a projection is refused by the field's name`(
    json: String, field: String
  ) throws {
    let request: ProjectionRequest = try decoded(json)
    let error = try #require(throws: RequestError.self) { try request.validate() }
    #expect(error.field == field && error.description.contains(field), "\(error)")
  }

  @Test(arguments: [
    (#"{"preset": "ct-bon"}"#, "preset"), (#"{"samples": 17}"#, "samples"),
    (#"{"light": [0, 0, 0]}"#, "light"), (#"{"step": -1}"#, "step"),
    (#"{"iso": 300, "classification": "preintegrated"}"#, "classification"),
    (#"{"iso": 300, "labelsOnly": true}"#, "labelsOnly"),
    (#"{"overlay": {"map": "viridis"}}"#, "overlay.map"),
    (#"{"overlay": {"opacity": 2}}"#, "overlay.opacity"),
    (#"{"occlusion": 1.5}"#, "occlusion"), (#"{"occlusion": -0.1}"#, "occlusion"),
    (#"{"transferFunction": {"opacityUnit": 1, "opacity": [], "color": []}}"#, "transferFunction"),
  ])
  func `what makes no sense in a ray cast is refused by the field's name`(
    json: String, field: String
  ) throws {
    let request: RenderRequest = try decoded(json)
    let error = try #require(throws: RequestError.self) { try request.validate() }
    #expect(error.field == field, "\(error)")
  }

  @Test func `a misspelt field is refused with its place`() {
    let error = #expect(throws: RequestError.self) {
      try decoded(#"{"camera": {"azimut": 3}}"#, as: ProjectionRequest.self)
    }
    #expect(error?.field == "camera.azimut")
  }

  @Test func `the memory that frames need is known before they are made`() throws {
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 10, rows: 10, slices: 10),
      voxelToPatient: AffineMap(
        x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
        origin: PatientPoint(0, 0, 0)))
    var request = ProjectionRequest()
    request.layout = ImageLayout(size: ImageLayout.Size(width: 1000, height: 500))
    let one = try request.memoryNeeded(for: grid)
    #expect(one >= 1000 * 500 * 4)
    request.camera.frames = 10
    #expect(try request.memoryNeeded(for: grid) == one)
    #expect(
      try request.memoryNeeded(for: grid, areTogether: true) == one + 10 * 1000 * 500 * 4)
    request.depths = true
    #expect(try request.memoryNeeded(for: grid) == one + 1000 * 500 * 4)
  }
}
