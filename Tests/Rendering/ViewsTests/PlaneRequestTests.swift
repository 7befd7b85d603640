import Faults
import Foundation
import Geometry
import Presentation
import Reslicing
import Sampling
import Testing
import Views
import VolumeModel

@Suite struct PlaneRequestTests {
  /// Requests of every kind, with nothing left as it is by default.
  static var requests: [PlaneRequest] {
    var oblique = ObliquePlanes()
    oblique.center = PatientPoint(1, 2, 3)
    oblique.normal = PatientVector(0, 1, 1)
    oblique.up = PatientVector(0, 0, 1)
    oblique.rotate = SIMD3(1, 2, 3)
    oblique.radial = 7
    var curve = CurvedPlanes([PatientPoint(0, 0, 0), PatientPoint(1, 0, 9)])
    curve.mode = .crossSections
    curve.shape = .polyline
    curve.width = 12
    curve.count = 4
    let planes: [PlaneChoice] = [
      .orthogonal(OrthogonalPlanes(.sagittal, selection: .every(3))),
      .orthogonal(OrthogonalPlanes(.all, selection: .at(-1.5))), .native(StoredPlanes(.all)),
      .native(StoredPlanes(.index(2))), .oblique(oblique), .planeOf, .curve(curve),
    ]
    return planes.map(full)
  }

  private static func full(_ planes: PlaneChoice) -> PlaneRequest {
    var request = PlaneRequest()
    request.planes = planes
    request.slab = SlabRequest(thickness: 9)
    request.slab?.blend = .sum
    request.slab?.step = 0.5
    request.interpolation = .lanczos
    request.antialias = true
    request.outside = -7
    request.markGaps = true
    request.layout = ImageLayout(
      size: .init(width: 30, height: 20), pixel: 2, fieldOfView: 40)
    request.sheet = .montage(columns: 4, rows: 5)
    request.display.window = .values(center: 40, width: 400)
    request.display.windowPreset = "bone"
    request.display.voi = .sigmoid
    request.display.colorMap = "viridis"
    request.display.invert = true
    request.display.bits = .sixteen
    request.marks.annotate = .full
    request.marks.planeLines = true
    request.marks.showIdentity = true
    request.marks.crosshair = PatientPoint(1, 2, 3)
    var overlay = OverlayRequest()
    overlay.map = "labels"
    overlay.labels = LabelTable(labels: [3: .init(name: "bone", color: SIMD3(1, 2, 3))])
    overlay.window = .full
    overlay.opacity = 0.25
    overlay.assumeAligned = true
    request.overlay = overlay
    return request
  }

  @Test(arguments: requests) func `a request that was stored is the request`(
    request: PlaneRequest
  ) throws {
    let stored = try JSONEncoder().encode(request)
    #expect(try JSONDecoder().decode(PlaneRequest.self, from: stored) == request)
  }

  @Test func `the JSON of a request has the fields that people know`() throws {
    var request = PlaneRequest()
    request.planes = .orthogonal(OrthogonalPlanes(.coronal, selection: .at(12.5)))
    request.slab = SlabRequest(thickness: 20)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(request), as: UTF8.self)
    #expect(
      text == """
        {"antialias":false,"display":{"bits":8,"invert":false},"interpolation":"linear",\
        "layout":{},"markGaps":false,"marks":{"planeLines":false,"showIdentity":false},\
        "planes":{"orthogonal":{"at":12.5,"plane":"coronal"}},\
        "slab":{"blend":"mean","thickness":20}}
        """)
  }

  @Test func `nothing asks for the middle axial plane`() throws {
    let request = try JSONDecoder().decode(PlaneRequest.self, from: Data("{}".utf8))
    #expect(request == PlaneRequest())
    #expect(request.planes == .orthogonal(OrthogonalPlanes(.axial, selection: .middle)))
  }

  @Test(arguments: [
    (#"{"slb": {"thickness": 3}}"#, "slb"),
    (#"{"slab": {"thickness": 3, "stp": 1}}"#, "slab.stp"),
    (#"{"planes": {"oblique": {"norml": [0, 0, 1]}}}"#, "planes.oblique.norml"),
    (#"{"display": {"windw": "full"}}"#, "display.windw"),
  ]) func `a field that there is not is named`(json: String, field: String) {
    #expect {
      try JSONDecoder().decode(PlaneRequest.self, from: Data(json.utf8))
    } throws: {
      ($0 as? RequestError)?.field == field && ($0 as? RequestError)?.reason == .unknownField
    }
  }

  @Test(arguments: [
    (#"{"slab": {"thickness": 0}}"#, "slab.thickness"),
    (#"{"display": {"window": [40, 0]}}"#, "display.window"),
    (#"{"display": {"window": "full", "windowPreset": "bone"}}"#, "display.window"),
    (#"{"display": {"windowPreset": "bne"}}"#, "display.windowPreset"),
    (#"{"display": {"colorMap": "virids"}}"#, "display.colorMap"),
    (#"{"display": {"colorMap": "viridis", "bits": 16}}"#, "display.bits"),
    (#"{"display": {"bits": 16}, "sheet": {"montage": [2, 2]}}"#, "display.bits"),
    (#"{"overlay": {"opacity": 2}}"#, "overlay.opacity"),
    (#"{"overlay": {"map": "labels", "window": "full"}}"#, "overlay.window"),
    (#"{"planes": {"oblique": {"right": [1, 0, 0]}}}"#, "planes.right"),
    (#"{"planes": {"oblique": {"normal": [0, 0, 0]}}}"#, "planes.plane"),
    (#"{"planes": {"oblique": {"up": [0, 0, 1]}}}"#, "planes.up"),
    (#"{"planes": {"oblique": {"through": [[0, 0, 1]]}}}"#, "planes.through"),
    (#"{"planes": {"oblique": {"radial": 3, "count": 2}}}"#, "planes.radial"),
    (#"{"planes": {"oblique": {"count": 0}}}"#, "planes.count"),
    (#"{"planes": {"orthogonal": {"every": 0}}}"#, "planes.every"),
    (#"{"planes": {"native": {}}, "layout": {"pixel": 2}}"#, "layout"),
    (#"{"planes": {"native": {}}, "sheet": {"panels": true}}"#, "sheet.panels"),
    (#"{"planes": {"orthogonal": {"index": 2}}, "sheet": {"montage": [2, 2]}}"#, "sheet.montage"),
    (#"{"planes": {"curve": {"points": [[0, 0, 0], [1, 1, 1]]}}, "antialias": true}"#, "antialias"),
    (#"{"planes": {"curve": {"points": [], "width": -1}}}"#, "curve.width"),
  ]) func `what makes no sense is refused by the name of its field`(
    json: String, field: String
  ) throws {
    let request = try JSONDecoder().decode(PlaneRequest.self, from: Data(json.utf8))
    #expect {
      try request.validate()
    } throws: {
      let error = $0 as? RequestError
      return error?.place.field == field && error?.kind == .wrongRequest
    }
  }

  @Test(arguments: [
    #"{"index": 1, "all": true}"#, #"{"at": 1, "every": 2}"#,
  ]) func `ways to choose planes exclude each other`(selection: String) {
    #expect(throws: RequestError.self) {
      try JSONDecoder().decode(
        PlaneRequest.self, from: Data(#"{"planes": {"orthogonal": \#(selection)}}"#.utf8))
    }
  }

  @Test func `every reason of a refusal is a code of its own`() {
    let codes = RequestError.Reason.allCases.map {
      RequestError($0, field: "x", sentence: "x").code
    }
    #expect(Set(codes).count == codes.count)
  }
}
