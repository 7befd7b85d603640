import Geometry
import Testing
import VolumeModel
import WorkScheduling

@testable import RayCasting

/// Requests that cannot be met are refused by name, before anything is computed.
@Suite struct `Requests` {
  private func camera(_ grid: GridGeometry) throws -> Camera {
    try Camera.looking(10, 20, at: grid, showing: 20)
  }

  @Test func `for degenerate cameras say what is wrong`() {
    let (a, b) = (PatientPoint(0, 0, 0), PatientPoint(0, 100, 0))
    let box = Camera.Projection.orthographic(width: 10, height: 10)
    let up = PatientVector(0, 0, 1)
    #expect(throws: CameraError.noDirection) {
      try Camera(position: a, lookAt: a, up: up, projection: box)
    }
    #expect(throws: CameraError.upIsForward) {
      try Camera(position: a, lookAt: b, up: PatientVector(0, -2, 0), projection: box)
    }
    #expect(throws: CameraError.upIsForward) {
      try Camera(position: a, lookAt: b, up: PatientVector(0, 0, 0), projection: box)
    }
    #expect(throws: CameraError.notFinite) {
      try Camera(position: a, lookAt: PatientPoint(0, .nan, 0), up: up, projection: box)
    }
    #expect(throws: CameraError.emptyBox) {
      try Camera(
        position: a, lookAt: b, up: up, projection: .orthographic(width: 0, height: 10))
    }
    for angle in [0, -5, 180, Double.nan, .infinity] {
      #expect(throws: CameraError.self) {
        try Camera(position: a, lookAt: b, up: up, projection: .perspective(verticalAngle: angle))
      }
    }
    #expect(throws: CameraError.self) {
      try Camera(.anterior, of: a, distance: .nan, projection: box)
    }
  }

  @Test func `for frames without end or beginning say which number`() throws {
    let grid = try TestGrid.axial.geometry()
    let camera = try camera(grid)
    for step in [0, -1, Double.nan, .infinity] {
      #expect(throws: RayCastingError.self) {
        try RayFrame(camera, width: 10, height: 10, of: grid, step: step)
      }
    }
    #expect(throws: RayCastingError.notPositive("width", 0)) {
      try RayFrame(camera, width: 0, height: 10, of: grid)
    }
    #expect(throws: RayCastingError.notPositive("height", -3)) {
      try RayFrame(camera, width: 10, height: -3, of: grid)
    }
    #expect(throws: RayCastingError.notPositive("number of rays a pixel", 0)) {
      try RayFrame(camera, width: 10, height: 10, of: grid, samples: 0)
    }
    #expect(throws: RayCastingError.tooManyPixels(1e10, limit: 1 << 28)) {
      try RayFrame(camera, width: 100_000, height: 100_000, of: grid)
    }
    #expect(throws: RayCastingError.tooManyPixels(6400 * 6400 * 16, limit: 1 << 28)) {
      try RayFrame(camera, width: 6400, height: 6400, of: grid, samples: 4)
    }
    #expect(throws: RayCastingError.self) {
      try RayFrame(camera, width: 10, height: 10, of: grid, step: 1e-9)
    }
  }

  @Test func `for crops, planes and slabs that leave nothing are refused`() throws {
    let grid = try TestGrid.oblique.geometry()
    let camera = try camera(grid)
    let away = PatientBox(PatientPoint(100, 100, 100), PatientPoint(120, 120, 120))
    let behind = try #require(
      Plane(through: PatientPoint(0, 50, 0), normal: PatientVector(0, 1, 0)))
    let before = try #require(
      Plane(through: PatientPoint(0, -1, 0), normal: PatientVector(0, -1, 0)))
    let after = try #require(Plane(through: PatientPoint(0, 1, 0), normal: PatientVector(0, 1, 0)))
    for clipping in [
      Clipping(crop: away), Clipping(planes: [behind]), Clipping(slab: 100...200),
      // Each leaves something, both together nothing.
      Clipping(planes: [before, after]),
      Clipping(
        crop: PatientBox(PatientPoint(-3, -3, -3), PatientPoint(3, 0, 3)), planes: [after]),
    ] {
      #expect(throws: RayCastingError.nothingLeft) {
        try RayFrame(camera, width: 10, height: 10, of: grid, clipping: clipping)
      }
    }
    #expect(throws: RayCastingError.notFinite("slab")) {
      try RayFrame(
        camera, width: 10, height: 10, of: grid, clipping: Clipping(slab: 0...Double.infinity))
    }
  }

  @Test func `for odd transfer functions say which point`() throws {
    let grid = try TestGrid.axial.geometry()
    let renderer = Renderer(try Volume.of(grid, waves))
    let frame = try RayFrame(try camera(grid), width: 8, height: 8, of: grid)
    func refuse(
      _ error: TransferFunctionError, _ change: (inout TransferFunction) -> Void
    ) throws {
      var function = try TransferFunction(preset: "ct-bone")
      change(&function)
      #expect(throws: error) { try renderer.picture(frame, style: RenderStyle(function)) }
    }
    try refuse(.empty("opacity")) { $0.opacity = [] }
    try refuse(.empty("color")) { $0.color = [] }
    try refuse(.empty("gradientOpacity")) { $0.gradientOpacity = [] }
    try refuse(.notGrowing("opacity", point: 1)) { $0.opacity[1].value = $0.opacity[0].value }
    try refuse(.notGrowing("color", point: 2)) { $0.color.swapAt(1, 2) }
    try refuse(.outOfRange("opacity", 1.5)) { $0.opacity[0].opacity = 1.5 }
    try refuse(.outOfRange("color", -0.1)) { $0.color[0].color[2] = -0.1 }
    try refuse(.notThreeParts(point: 0)) { $0.color[0].color = [1, 1] }
    try refuse(.outOfRange("opacityUnit", 0)) { $0.opacityUnit = 0 }
    try refuse(.outOfRange("shading shininess", -1)) { $0.shading?.shininess = -1 }
    #expect(throws: RayCastingError.notFinite("iso value")) {
      try renderer.picture(
        frame,
        style: RenderStyle(
          try TransferFunction(preset: "ct-bone"),
          mode: .isosurface(value: .nan, color: SIMD3(1, 1, 1))))
    }
  }

  @Test func `for unknown presets name the one that is meant`() {
    for (typed, meant) in [
      ("bone", "ct-bone"), ("ct_lung", "ct-lung"), ("vessels", "ct-vessels"), ("PETT", "pet"),
      ("mr-angiography", "mr-angio"), ("airway", "ct-airways"), ("mip", "mip-like"),
    ] {
      #expect(throws: UnknownPreset(name: typed)) { try TransferFunction(preset: typed) }
      #expect(UnknownPreset(name: typed).nearest == meant)
    }
  }

  @Test func `that are cancelled end with that`() throws {
    let grid = try TestGrid.axial.geometry()
    let volume = try Volume.of(grid, waves)
    let cancellation = Cancellation()
    let context = WorkContext(cancellation: cancellation)
    let renderer = Renderer(volume)
    let frame = try RayFrame(try camera(grid), width: 64, height: 64, of: grid)
    cancellation.request()
    #expect(throws: WorkCancelled.self) { try renderer.projection(frame, context: context) }
    #expect(throws: WorkCancelled.self) {
      try renderer.picture(
        frame, style: RenderStyle(try TransferFunction(preset: "ct-bone")), context: context)
    }
    #expect(throws: WorkCancelled.self) { try renderer.prepare(context: context) }
    #expect(throws: Never.self) { try renderer.projection(frame) }
  }
}

@Suite struct `Coarse levels` {
  @Test func `come first, halve the pixels, and end with the picture itself`() throws {
    let grid = try TestGrid.oblique.geometry()
    let renderer = Renderer(try Volume.of(grid, waves))
    let style = `Ray casts are what their definition says`.styles[1].style
    for angle in [nil, 30.0] {
      let camera = try Camera.looking(10, 20, at: grid, showing: 20, angle: angle)
      let frame = try RayFrame(camera, width: 70, height: 50, of: grid, samples: 2)
      var pictures: [Raster] = []
      try renderer.pictures(frame, style: style, levels: 4) { pictures.append($0) }
      #expect(pictures.map(\.width) == [9, 18, 35, 70])
      #expect(pictures.map(\.height) == [6, 13, 25, 50])
      #expect(pictures[3] == (try renderer.picture(frame, style: style)))
      // The same things at the same places: the mean brightness stays.
      let means = pictures.map { picture -> Double in
        guard case .rgb8(let bytes) = picture.samples else { return 0 }
        return bytes.reduce(0) { $0 + Double($1) } / Double(bytes.count)
      }
      for mean in means { #expect(abs(mean - means[3]) < 0.1 * means[3]) }
    }
  }

  @Test func `can be the last`() throws {
    struct Enough: Error {}
    let grid = try TestGrid.axial.geometry()
    let renderer = Renderer(try Volume.of(grid, waves))
    let frame = try RayFrame(
      try Camera.looking(10, 20, at: grid, showing: 20), width: 40, height: 40, of: grid)
    var count = 0
    #expect(throws: Enough.self) {
      try renderer.pictures(
        frame, style: RenderStyle(try TransferFunction(preset: "ct-bone")), levels: 3
      ) { _ in
        count += 1
        throw Enough()
      }
    }
    #expect(count == 1)
  }

  @Test func `and pictures fill a buffer of the caller's`() throws {
    let grid = try TestGrid.axial.geometry()
    let renderer = Renderer(try Volume.of(grid, waves))
    let style = `Ray casts are what their definition says`.styles[1].style
    let frame = try RayFrame(
      try Camera.looking(10, 20, at: grid, showing: 20), width: 40, height: 30, of: grid)
    var bytes = [UInt8](repeating: 77, count: 3 * 40 * 30)
    var span = bytes.mutableSpan
    try renderer.render(frame, style: style, into: &span)
    guard case .rgb8(let expected) = try renderer.picture(frame, style: style).samples else {
      return
    }
    #expect(bytes == expected)
    var others = [UInt8](repeating: 78, count: 3 * 40 * 30)
    try renderer.render(frame, style: style, into: &others)
    #expect(others == expected)
  }
}
