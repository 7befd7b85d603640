import Geometry
import Reslicing
import Testing
import TestSupport
import VolumeModel

@Suite struct `Picture orientations` {
  private func close(_ a: PatientVector, _ b: PatientVector) -> Bool { (a - b).length < 1e-12 }

  @Test func `of a normal have the head up, or the front where one looks along the body`() throws {
    let cases: [(PatientVector, OrthogonalOrientation)] = [
      (PatientVector(0, 0, 1), .axial), (PatientVector(0, 3, 0), .coronal),
      (PatientVector(-2, 0, 0), .sagittal),
    ]
    for (normal, orientation) in cases {
      let found = try ImageOrientation(normal: normal)
      #expect(close(found.right, orientation.right) && close(found.down, orientation.down))
    }
    // 44° and 46° from the long axis.
    let front = try ImageOrientation(
      normal: PatientVector(0, 0, 1).rotated(about: PatientVector(1, 0, 0), degrees: 44))
    #expect(front.down.y > 0.5)
    let head = try ImageOrientation(
      normal: PatientVector(0, 0, 1).rotated(about: PatientVector(1, 0, 0), degrees: 46))
    #expect(head.down.z < -0.5)
  }

  @Test func `are right-handed and perpendicular whatever they were made of`() throws {
    var noise = SeededRandom(3)
    func vector() -> PatientVector {
      PatientVector(noise.number(in: -1...1), noise.number(in: -1...1), noise.number(in: -1...1))
    }
    for _ in 0..<50 {
      let (a, b) = (vector(), vector())
      for found in [
        try ImageOrientation(normal: a, up: b),
        try ImageOrientation(right: a, down: a.cross(b) + a * 1e-4),
        try ImageOrientation(normal: a).rotated(aboutRight: 11, aboutDown: 23, aboutNormal: -75),
        try ImageOrientation(
          through: PatientPoint(0, 0, 0), PatientPoint(0, 0, 0) + a,
          PatientPoint(0, 0, 0) + b),
      ] {
        #expect(abs(found.right.length - 1) < 1e-12 && abs(found.down.length - 1) < 1e-12)
        #expect(abs(found.right.dot(found.down)) < 1e-12)
        #expect(close(found.right.cross(found.down), found.normal))
      }
      #expect(close(try ImageOrientation(normal: a, up: b).normal, try #require(a.normalized)))
    }
  }

  @Test func `turn about right, then down, then normal, each already turned`() throws {
    let axial = ImageOrientation(.axial)
    // Tipped forward by 90° about right, an axial picture is looked at from the back.
    let tipped = try axial.rotated(aboutRight: 90, aboutDown: 0, aboutNormal: 0)
    #expect(
      close(tipped.right, PatientVector(1, 0, 0)) && close(tipped.down, PatientVector(0, 0, 1)))
    let swung = try axial.rotated(aboutRight: 90, aboutDown: 90, aboutNormal: 0)
    #expect(close(swung.right, PatientVector(0, 1, 0)) && close(swung.down, PatientVector(0, 0, 1)))
    let turned = try axial.rotated(aboutRight: 0, aboutDown: 0, aboutNormal: 90)
    #expect(
      close(turned.right, PatientVector(0, 1, 0)) && close(turned.down, PatientVector(-1, 0, 0)))
    // The product of the three turns, as a matrix would have it: R = Rr(x) Rd(y) Rn(z).
    let mixed = try axial.rotated(aboutRight: 20, aboutDown: 30, aboutNormal: 40)
    let (x, y, z) = (PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1))
    let expected = x.rotated(about: z, degrees: 40).rotated(about: y, degrees: 30)
      .rotated(about: x, degrees: 20)
    #expect(close(mixed.right, expected))
  }

  @Test func `put the three points into the plane, the first two level`() throws {
    let points = [PatientPoint(1, 2, 3), PatientPoint(4, -2, 5), PatientPoint(0, 7, 1)]
    let found = try ImageOrientation(through: points[0], points[1], points[2])
    for point in points { #expect(abs((point - points[0]).dot(found.normal)) < 1e-12) }
    #expect((points[1] - points[0]).dot(found.right) > 0)
    #expect((points[2] - points[0]).dot(found.down) > 0)
  }

  @Test func `that cannot be are refused by name`() {
    let (x, y) = (PatientVector(1, 0, 0), PatientVector(0, 1, 0))
    let null = PatientVector(0, 0, 0), bad = PatientVector(.nan, 0, 0)
    #expect(throws: ReslicingError.nullDirection("right")) {
      try ImageOrientation(right: null, down: y)
    }
    #expect(throws: ReslicingError.parallelDirections("right", "down")) {
      try ImageOrientation(right: x, down: x * -3)
    }
    #expect(throws: ReslicingError.self) { try ImageOrientation(right: x, down: x * 0.01 + y) }
    #expect(throws: ReslicingError.notFinite("down direction")) {
      try ImageOrientation(right: x, down: bad)
    }
    #expect(throws: ReslicingError.nullDirection("normal")) { try ImageOrientation(normal: null) }
    #expect(throws: ReslicingError.parallelDirections("normal", "up")) {
      try ImageOrientation(normal: x, up: x)
    }
    let p = PatientPoint(0, 0, 0)
    #expect(throws: ReslicingError.collinearPoints) {
      try ImageOrientation(through: p, p + x, p + x * 2)
    }
    #expect(throws: ReslicingError.notFinite("angle")) {
      try ImageOrientation(.axial).rotated(aboutRight: .infinity, aboutDown: 0, aboutNormal: 0)
    }
  }
}

@Suite struct `Planes of an orientation` {
  @Test func `unturned are the orthogonal ones`() throws {
    for grid in try Grids.all {
      for orientation in OrthogonalOrientation.allCases {
        let plan = try OrthogonalPlan(grid, orientation: orientation)
        #expect(try ImageOrientation(orientation).plane(of: grid) == plan.center)
      }
    }
  }

  @Test func `show the whole volume from any centre`() throws {
    var noise = SeededRandom(8)
    for grid in try Grids.all {
      let normal = PatientVector(noise.number(in: -1...1), noise.number(in: -1...1), 0.3)
      let center = grid.center + normal * 3
      let plane = try ImageOrientation(normal: normal).plane(of: grid, center: center)
      #expect(plane.center == center && plane.pixelWidth == grid.finestSpacing)
      for corner in grid.voxelBounds.corners.map(grid.patientPoint(of:)) {
        let place = corner - center
        #expect(abs(place.dot(plane.right)) <= Double(plane.width) * plane.pixelWidth / 2 + 1e-5)
        #expect(abs(place.dot(plane.down)) <= Double(plane.height) * plane.pixelHeight / 2 + 1e-5)
      }
    }
  }

  @Test func `of a radial stack all hold the axis and turn by equal angles`() throws {
    let grid = try Grids.oblique
    let axis = PatientVector(0.2, 0.1, -1)
    let planes = try ImageOrientation(.coronal).radialPlanes(
      of: grid, about: axis, center: grid.center, count: 6,
      layout: ImageLayout(size: .init(width: 31, height: 21), pixel: 0.5))
    #expect(planes.count == 6)
    for (plane, next) in zip(planes, planes.dropFirst()) {
      #expect(plane.down.degrees(to: axis) < 1e-6 && plane.center == grid.center)
      #expect(abs(plane.right.degrees(to: next.right) - 30) < 1e-9)
      #expect(plane.right.cross(next.right).dot(axis) > 0)
    }
    // All show the same voxels along the axis.
    let volume = try Volume.noise(grid, seed: 1)
    let images = try planes.map { try Reslicer(volume).plane($0) }
    for row in 0..<21 {
      for image in images {
        let (a, b) = (image[15, row], images[0][15, row])
        #expect(a.isNaN == b.isNaN && !(abs(a - b) > 0.01))
      }
    }
    // Left to follow, the size shows the whole volume in each, and is one.
    let whole = try ImageOrientation(.coronal).radialPlanes(
      of: grid, about: axis, center: grid.center, count: 5)
    #expect(Set(whole.map { [$0.width, $0.height] }).count == 1)
    let corners = grid.voxelBounds.corners.map(grid.patientPoint(of:))
    for plane in whole {
      let reach = corners.map { abs(($0 - plane.center).dot(plane.right)) }.max() ?? 0
      #expect(reach <= Double(plane.width) / 2 * plane.pixelWidth + 1e-6)
    }
    #expect(throws: ReslicingError.notPositive("number of planes", 0)) {
      try ImageOrientation(.axial).radialPlanes(
        of: grid, about: axis, center: grid.center, count: 0)
    }
    #expect(throws: ReslicingError.parallelDirections("axis", "right")) {
      try ImageOrientation(.axial).radialPlanes(
        of: grid, about: PatientVector(2, 0, 0), center: grid.center, count: 3)
    }
  }
}
