import Geometry
import Testing

@testable import Phantoms

@Suite struct SliceOrientationTests {
  @Test func `axis orientations are twenty-four and keep their names`() throws {
    let all = SliceOrientation.axisAligned
    #expect(Set(all).count == 24)
    for orientation in all {
      #expect(orientation.name.count == 2)
      #expect(SliceOrientation(orientation.name) == orientation)
      #expect(orientation.normal.length == 1)
    }
  }

  @Test func `names say where rows and columns lead`() {
    #expect(SliceOrientation("LP") == .axial)
    #expect(SliceOrientation("lf") == .coronal)
    #expect(SliceOrientation("PF") == .sagittal)
    #expect(SliceOrientation.axial.normal == PatientDirection.head.unit)
    #expect(SliceOrientation.coronal.normal == PatientDirection.posterior.unit)
    #expect(SliceOrientation.sagittal.normal == PatientDirection.right.unit)
  }

  @Test(arguments: ["LL", "LR", "L", "LPH", "XY", "", "1,0,0,0,1", "1,0,0,1,0,0", "1,0,0,x,1,0"])
  func `other names are refused`(_ name: String) {
    #expect(SliceOrientation(name) == nil)
  }

  @Test func `oblique orientations are made perpendicular`() throws {
    let oblique = try #require(SliceOrientation("2,0,0,0.0005,3,3"))
    #expect(abs(oblique.row.dot(oblique.column)) < 1e-15)
    #expect(abs(oblique.column.length - 1) < 1e-15)
    #expect(SliceOrientation(oblique.name) == oblique)
    #expect(SliceOrientation("1,0,0,0.01,1,0") == nil)
  }
}
