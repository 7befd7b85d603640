import Faults
import Geometry
import Reslicing
import Sampling
import SeriesLoading
import Testing
import Views
import VolumeModel
import WorkScheduling

@Suite struct PlaneImagesTests {
  /// A field whose value is the voxel's place: 10 × 8 × 6 voxels of 2 mm.
  private func volume() throws -> Volume {
    let map = try #require(
      AffineMap<VoxelSpace, PatientSpace>(
        rowMajor: [2, 0, 0, -9, 0, 2, 0, -7, 0, 0, 2, -5, 0, 0, 0, 1]))
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 10, rows: 8, slices: 6), voxelToPatient: map)
    return try Volume(geometry: grid) { i, j, k in Float(100 * k + 10 * j + i) }
  }

  @Test func `a plan says where planes lie, how many there are and what they need, without voxels`()
    throws
  {
    let grid = try volume().geometry
    var request = PlaneRequest()
    request.planes = .orthogonal(OrthogonalPlanes(.axial, selection: .all))
    let plan = try PlanePlan(request, of: grid)
    #expect(plan.names.map(\.index) == Array(0..<6))
    #expect(plan.items.map(\.name).first == "axial-0000")
    #expect(try request.memoryNeeded(for: grid, areTogether: true) == 6 * 80 * 4)
  }

  @Test func `values are those of the planes, in their order`() throws {
    let volume = try volume()
    var request = PlaneRequest()
    request.planes = .native(StoredPlanes(.every(2)))
    let values = try PlaneImages(request, of: volume, areImages: false).values()
    #expect(values.map { $0[3, 4] } == [43, 243, 443])
  }

  @Test func `values that do not fit together are refused before they are made`() throws {
    var request = PlaneRequest()
    request.planes = .native(StoredPlanes(.all))
    let volume = try volume()
    var limits = WorkLimits()
    // The volume, and one plane as it is sampled and by itself.
    let one = volume.memoryBytes + 2 * 80 * 4
    limits.memoryBytes = one + 1000
    let context = WorkContext(limits: limits)
    let images = try PlaneImages(request, of: volume, areImages: false, context: context)
    let error = #expect(throws: MemoryExceeded.self) { try images.values(context: context) }
    #expect(error == .overLimit(needed: one + 6 * 80 * 4, limit: one + 1000))
    #expect(try images.values(of: 0..<2, context: context).count == 2)
    limits.memoryBytes = one - 1
    #expect(throws: MemoryExceeded.overLimit(needed: one, limit: one - 1)) {
      try PlaneImages(
        request, of: volume, areImages: false, context: WorkContext(limits: limits))
    }
  }

  @Test func `images are the same whatever memory there is for them`() throws {
    let volume = try volume()
    var request = PlaneRequest()
    request.planes = .orthogonal(OrthogonalPlanes(.coronal, selection: .all))
    request.layout = ImageLayout(pixel: 0.37)
    request.interpolation = .cubic
    let whole = try PlaneImages(request, of: volume).images()
    for bytes in [1, 30_000, 100_000] {
      var limits = WorkLimits()
      limits.memoryBytes = try request.memoryNeeded(for: volume.geometry) + 60_000 + bytes
      let context = WorkContext(limits: limits)
      let images = try PlaneImages(request, of: volume, context: context).images(context: context)
      #expect(images.map(\.raster) == whole.map(\.raster))
      #expect(images.map(\.place) == whole.map(\.place))
    }
  }

  @Test func `what asks for more than is ever made is over a limit, and no wrong request`() throws {
    var camera = CameraRequest()
    camera.frames = 1 << 40
    #expect(throws: RequestError.self) { try camera.validate() }
    let error = #expect(throws: RequestError.self) { try camera.validate() }
    #expect(error?.kind == .overLimit && error?.field == "camera.frames")
    camera.frames = 0
    #expect((#expect(throws: RequestError.self) { try camera.validate() })?.kind == .wrongRequest)
    let volume = try volume()
    var planes = ObliquePlanes()
    planes.count = 1 << 40
    var request = PlaneRequest()
    request.planes = .oblique(planes)
    request.layout = ImageLayout(size: ImageLayout.Size(width: 1, height: 1))
    let many = #expect(throws: ReslicingError.self) {
      try PlanePlan(request, of: volume.geometry)
    }
    #expect(many?.kind == .overLimit)
    var sheet = PlaneRequest()
    sheet.planes = .orthogonal(OrthogonalPlanes())
    sheet.sheet = .montage(columns: .max, rows: 2)
    #expect((#expect(throws: RequestError.self) { try sheet.validate() })?.kind == .overLimit)
    var curve = CurvedPlanes([PatientPoint(0, 0, 0), PatientPoint(5, 0, 0)])
    curve.mode = .crossSections
    curve.count = 1 << 40
    sheet.planes = .curve(curve)
    sheet.sheet = nil
    #expect((#expect(throws: RequestError.self) { try sheet.validate() })?.kind == .overLimit)
  }

  @Test
  func `a place beside the volume gives an empty plane, a notice, and of oblique ones a finding`()
    throws
  {
    var request = PlaneRequest()
    request.planes = .orthogonal(OrthogonalPlanes(.axial, selection: .at(999)))
    let images = try PlaneImages(request, of: volume(), areImages: false)
    #expect(images.notices.map(\.kind) == [.warning])
    #expect(try images.values()[0].values.allSatisfy(\.isNaN))
    var oblique = ObliquePlanes()
    oblique.center = PatientPoint(999, 0, 0)
    oblique.plane = .sagittal
    request.planes = .oblique(oblique)
    #expect(
      try PlaneImages(request, of: volume(), areImages: false).findings.map(\.code)
        == [.nothingThere])
  }

  @Test func `some planes of a stack may lie beside the volume, a multitude is refused`() throws {
    let grid = try volume().geometry
    func plan(_ count: Int) throws -> PlanePlan {
      var oblique = ObliquePlanes()
      oblique.center = PatientPoint(0, 0, 1e6)
      oblique.count = count
      oblique.spacingBetween = 1
      var request = PlaneRequest()
      request.planes = .oblique(oblique)
      request.layout = ImageLayout(size: ImageLayout.Size(width: 4, height: 4))
      return try PlanePlan(request, of: grid)
    }
    #expect(try plan(1000).findings.map(\.code) == [.nothingThere])
    let refusal = #expect(throws: RequestError.self) { try plan(1001) }
    #expect(refusal?.kind == .overLimit && refusal?.description.contains("1001 of 1001") == true)
  }

  @Test func `an image is the same alone and among others`() throws {
    var request = PlaneRequest()
    request.planes = .orthogonal(OrthogonalPlanes(.coronal, selection: .all))
    request.marks.annotate = .labels
    request.layout = ImageLayout(pixel: 0.5)
    let images = try PlaneImages(request, of: volume())
    let all = try images.images()
    #expect(all.count == 8)
    #expect(try images.images(5..<6)[0].raster == all[5].raster)
  }

  @Test func `planes of another volume need its grid`() throws {
    var request = PlaneRequest()
    request.planes = .planeOf
    #expect(throws: RequestError.self) { try PlaneImages(request, of: volume()) }
    let other = OtherGrid(try volume().geometry, attributes: VolumeAttributes())
    #expect(try PlaneImages(request, of: volume(), like: other).count == 6)
  }

  @Test func `frames of reference are compared by one rule`() {
    func attributes(_ uid: String?, isPatient: Bool = true) -> VolumeAttributes {
      VolumeAttributes(frameOfReferenceUID: uid, hasPatientFrame: isPatient)
    }
    #expect(CoordinateAgreement(of: attributes("1"), and: attributes("1")) == .same)
    #expect(CoordinateAgreement(of: attributes("1"), and: attributes("2")) == .different)
    #expect(CoordinateAgreement(of: attributes("1"), and: attributes(nil)) == .unstated)
    #expect(
      CoordinateAgreement(of: attributes("1"), and: attributes("1", isPatient: false)) == .madeUp)
  }

  @Test
  func `a second volume in another frame of reference is laid over only if it is known to agree`()
    throws
  {
    let volume = try volume()
    let one = volume.replacing(frame: "1.1")
    let other = SecondVolume(volume.replacing(frame: "1.2"), name: "other")
    var request = PlaneRequest()
    #expect(throws: OverlayError.differentFrames) {
      try PlaneImages(request, of: one, overlay: other)
    }
    request.overlay = OverlayRequest()
    request.overlay?.assumeAligned = true
    #expect(try PlaneImages(request, of: one, overlay: other).count == 1)
  }
}

extension Volume {
  /// The same volume, stating a frame of reference.
  fileprivate func replacing(frame: String) -> Volume {
    var copy = self
    copy.attributes.frameOfReferenceUID = frame
    return copy
  }
}
