import Geometry
import Reslicing
import Sampling
import Testing
import VolumeModel

@Suite struct `Curves` {
  /// A half circle of radius 20 in a tilted plane.
  static func arc(_ count: Int) -> [PatientPoint] {
    (0..<count).map { n in
      let turned = PatientVector(20, 0, 0).rotated(
        about: PatientVector(0, 1, 1), degrees: 180 * Double(n) / Double(count - 1))
      return PatientPoint(1, 2, 3) + turned
    }
  }

  @Test func `through points of a circle have its length and its points`() throws {
    let path = try CurvePath(Self.arc(33))
    // PatientVector(20, 0, 0) is across the axis, so the arc is a true half circle.
    #expect(abs(path.length - 20 * .pi) < 0.002)
    for n in 0...100 {
      let p = path.point(at: path.length * Double(n) / 100) - PatientPoint(1, 2, 3)
      // The end pieces have no neighbour that tells how they bend.
      #expect(abs(p.length - 20) < (n < 5 || n > 95 ? 0.02 : 0.002))
    }
    let points = Self.arc(5)
    let coarse = try CurvePath(points)
    // A spline passes through its points.
    for point in points {
      let nearest = (0...5000).map {
        coarse.point(at: coarse.length * Double($0) / 5000).distance(to: point)
      }
      #expect((nearest.min() ?? 1) < 0.01)
    }
  }

  @Test func `of straight pieces have the sum of their lengths`() throws {
    let p = [PatientPoint(0, 0, 0), PatientPoint(3, 4, 0), PatientPoint(3, 4, 12)]
    let path = try CurvePath(p + [p[2]], shape: .polyline)
    #expect(abs(path.length - 17) < 1e-12)
    #expect(path.point(at: 5).distance(to: p[1]) < 1e-12)
    #expect(path.point(at: 11).distance(to: PatientPoint(3, 4, 6)) < 1e-12)
    #expect(path.point(at: 18).distance(to: PatientPoint(3, 4, 13)) < 1e-12)
    #expect(path.point(at: -5).distance(to: PatientPoint(-3, -4, 0)) < 1e-12)
  }

  @Test func `carry frames across them that stay perpendicular and do not turn about them`()
    throws
  {
    let path = try CurvePath(Self.arc(17))
    let distances = (0...60).map { path.length * Double($0) / 60 }
    // Across the plane of a circle nothing turns: the axis stays the axis.
    let axis = PatientVector(0, 1, 1)
    let constant = try path.directionsAcross(at: distances, first: axis)
    for direction in constant { #expect(direction.degrees(to: axis) < 0.05) }
    let rights = try path.directionsAcross(at: distances, first: PatientVector(1, 0, 0.5))
    for (distance, right) in zip(distances, rights) {
      #expect(abs(right.dot(path.tangent(at: distance))) < 1e-9)
      #expect(abs(right.length - 1) < 1e-9)
    }
    #expect(throws: ReslicingError.parallelDirections("across", "curve")) {
      try path.directionsAcross(at: [0], first: path.tangent(at: 0))
    }
  }

  @Test func `that are none are refused`() {
    let p = PatientPoint(1, 2, 3)
    #expect(throws: ReslicingError.curveTooShort) { try CurvePath([]) }
    #expect(throws: ReslicingError.curveTooShort) { try CurvePath([p]) }
    #expect(throws: ReslicingError.curveTooShort) { try CurvePath([p, p, p]) }
    #expect(throws: ReslicingError.notFinite("point of the curve")) {
      try CurvePath([p, PatientPoint(.nan, 0, 0)])
    }
    let far = [PatientPoint(-1e308, 0, 0), PatientPoint(1e308, 0, 0), PatientPoint(0, 1e308, 0)]
    for count in 2...3 {
      #expect(throws: ReslicingError.curveTooLong(millimetres: .infinity)) {
        try CurvePath(Array(far[..<count]))
      }
    }
  }
}

@Suite struct `Pictures along curves` {
  private var grid: GridGeometry {
    get throws {
      try Grids.grid(
        [PatientVector(1, 0, 0), PatientVector(0, 1, 0), PatientVector(0, 0, 1)],
        size: GridDimensions(columns: 64, rows: 64, slices: 64),
        origin: PatientPoint(-31, -30, -29))
    }
  }

  @Test(arguments: CurvedReformation.Mode.allCases)
  func `show an affine field at the places that they name`(_ mode: CurvedReformation.Mode) throws {
    let field = AffineField()
    let volume = try field.volume(grid)
    let path = try CurvePath(Curves.arc(9))
    let picture = try CurvedReformation(
      along: path, mode: mode, width: 12, pixel: 0.5, across: PatientVector(0, 1, 1))
    for slab in [nil, try Slab(thickness: 3, blend: .mean)] {
      let image = try Reslicer(volume).curve(picture, slab: slab)
      var checked = 0
      for row in 0..<picture.height {
        for column in 0..<picture.width {
          let p = picture.patientPoint(column: Double(column), row: Double(row))
          guard image.picture.rows.count > row, try grid.isBetweenCenters(p) else { continue }
          checked += 1
          #expect(abs(Double(image[column, row]) - field(p)) < 1e-3)
        }
      }
      #expect(checked > 500)
    }
  }

  @Test func `straightened have the curve in the middle and its length from top to bottom`() throws
  {
    let path = try CurvePath(Curves.arc(9))
    let picture = try CurvedReformation(along: path, width: 10, pixel: 0.5)
    #expect(picture.width == 20 && picture.height == Int(path.length / 0.5) + 1)
    for (n, row) in picture.rows.enumerated() {
      #expect(row.center.distance(to: path.point(at: Double(n) * 0.5)) < 1e-9)
      #expect(abs(row.right.dot(path.tangent(at: row.arcLength))) < 1e-9)
    }
  }

  @Test func `stretched keep lengths on the surface that they unroll`() throws {
    let path = try CurvePath(Curves.arc(9))
    let across = PatientVector(0, 0, 1)
    let picture = try CurvedReformation(
      along: path, mode: .stretched, width: 10, pixel: 0.5, across: across)
    for (row, next) in zip(picture.rows, picture.rows.dropFirst()) {
      let way = next.center - row.center
      #expect(abs(way.dot(across)) < 1e-9)
      // A chord of the shadow: at most its length, and almost that.
      #expect(way.length <= 0.5 + 1e-6 && way.length > 0.49)
    }
    // The shown width holds the whole swing of the curve.
    for n in 0...50 {
      let p = path.point(at: path.length * Double(n) / 50)
      let offset = (p - picture.rows[0].center).dot(across)
      #expect(abs(offset) <= Double(picture.width) * 0.5 / 2)
    }
  }

  @Test func `that cannot be are refused`() throws {
    let path = try CurvePath(Curves.arc(9))
    #expect(throws: ReslicingError.notPositive("width", 0)) {
      try CurvedReformation(along: path, width: 0, pixel: 1)
    }
    #expect(throws: ReslicingError.notFinite("pixel size")) {
      try CurvedReformation(along: path, width: 5, pixel: .nan)
    }
    #expect(throws: ReslicingError.self) {
      try CurvedReformation(along: path, width: 1e6, pixel: 1e-3)
    }
    #expect(throws: ReslicingError.nullDirection("across")) {
      try CurvedReformation(along: path, width: 5, pixel: 1, across: PatientVector(0, 0, 0))
    }
    let line = try CurvePath([PatientPoint(0, 0, 0), PatientPoint(0, 0, 9)])
    for mode in CurvedReformation.Mode.allCases {
      #expect(throws: ReslicingError.parallelDirections("across", "curve")) {
        try CurvedReformation(
          along: line, mode: mode, width: 5, pixel: 1, across: PatientVector(0, 0, 1))
      }
    }
  }

  @Test func `cross-sections lie across the curve`() throws {
    let path = try CurvePath(Curves.arc(9))
    let planes = try path.crossSections(
      at: [0, 10, 30], size: .init(width: 21, height: 21), pixel: 0.5)
    #expect(planes.count == 3)
    for (plane, distance) in zip(planes, [0.0, 10, 30]) {
      #expect(plane.normal.degrees(to: path.tangent(at: distance)) < 1e-6)
      #expect(plane.center.distance(to: path.point(at: distance)) < 1e-9)
    }
    #expect(throws: ReslicingError.notPositive("width", 0)) {
      try path.crossSections(at: [0], size: .init(width: 0, height: 21), pixel: 0.5)
    }
  }
}
