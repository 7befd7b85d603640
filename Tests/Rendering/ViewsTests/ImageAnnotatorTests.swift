import Geometry
import Presentation
import Testing
import VolumeModel

@testable import Views

@Suite struct ImageAnnotatorTests {
  @Test func `made-up coordinates have no sides`() throws {
    let plane = try #require(
      PlaneGeometry(
        width: 200, height: 200, right: .init(1, 0, 0), down: .init(0, 1, 0),
        center: .init(0, 0, 0), pixelWidth: 1))
    var request = AnnotationRequest()
    request.annotate = .full
    let item = PlaneItem(kind: "axial", index: 2, total: 5, source: .plane(plane))
    var attributes = VolumeAttributes(description: "T1")
    let known = ImageAnnotator(request, of: attributes, footing: [])?.annotation(
      of: item, plane, among: [])
    #expect(known?.sides == .init(left: "R", right: "L", top: "A", bottom: "P"))
    #expect(known?.topRight == ["axial 3/5", "z 0 mm"] && known?.topLeft == ["T1"])
    attributes.hasPatientFrame = false
    let unknown = ImageAnnotator(request, of: attributes, footing: [])?
      .annotation(of: item, plane, among: [])
    #expect(unknown?.sides == nil && unknown?.topRight.contains("sides unknown") == true)
  }

  @Test func `who the patient is stands on an image only where that was asked for`() throws {
    let plane = try #require(
      PlaneGeometry(
        width: 20, height: 20, right: .init(1, 0, 0), down: .init(0, 1, 0),
        center: .init(0, 0, 0), pixelWidth: 1))
    var request = AnnotationRequest()
    request.annotate = .full
    func heading(_ request: AnnotationRequest) -> [String]? {
      ImageAnnotator(request, of: VolumeAttributes(), identity: ["Doe Jane"], footing: [])?
        .annotation(of: plane, texts: []).topLeft
    }
    #expect(heading(request) == [])
    request.showIdentity = true
    #expect(heading(request) == ["Doe Jane"])
  }
}
