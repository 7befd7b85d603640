import Geometry
import ImageReading
import SagittaEngine
import Testing

import Phantoms

/// What is where in a picture, by a phantom whose values say where they lie.
@Suite struct OrientationTests {
  /// The growth of the phantom's values along x, y and z, which differ.
  private func ramp(_ series: PhantomSeries) throws -> PatientVector {
    let truth = try series.phantom()
    guard case .ramp(let ramp) = truth else { return PatientVector(0, 0, 0) }
    return ramp.slope
  }

  static var series: PhantomSeries {
    PhantomSeries(
      .ramp, dimensions: GridDimensions(columns: 20, rows: 18, slices: 16),
      spacing: SIMD3(3, 3, 3))
  }

  /// Right and down of the picture for each side, as PS3.18 8.3.5.3.4 defines them.
  static let sides: [(String, right: PatientVector, down: PatientVector)] = [
    ("a", PatientVector(1, 0, 0), PatientVector(0, 0, -1)),
    ("p", PatientVector(-1, 0, 0), PatientVector(0, 0, -1)),
    ("r", PatientVector(0, -1, 0), PatientVector(0, 0, -1)),
    ("l", PatientVector(0, 1, 0), PatientVector(0, 0, -1)),
    ("h", PatientVector(-1, 0, 0), PatientVector(0, 1, 0)),
    ("f", PatientVector(1, 0, 0), PatientVector(0, 1, 0)),
  ]

  @Test(arguments: sides)
  func `every side has its directions`(
    _ side: (String, right: PatientVector, down: PatientVector)
  ) throws {
    let answers = try Answers(Self.series)
    let slope = try ramp(Self.series)
    #expect(Set([abs(slope.x), abs(slope.y), abs(slope.z)]).count == 3)
    for form in ["renderedmpr", "rendered3d"] {
      let size = 11
      let values = try answers.values(
        form,
        "orientation=\(side.0)&pixel=2&viewport=\(size),\(size)&renderingmethod=average_ip")
      let middle = size * size / 2
      let across = Double(values[middle + 2] - values[middle - 2]) / 8
      let down = Double(values[middle + 2 * size] - values[middle - 2 * size]) / 8
      #expect(abs(across - slope.dot(side.right)) < 0.02 * slope.length, "\(form)")
      #expect(abs(down - slope.dot(side.down)) < 0.02 * slope.length, "\(form)")
    }
  }

  @Test func `from the feet a plane through a slice is that slice`() throws {
    let answers = try Answers()
    let volume = try VolumeLoader().loadAll([answers.path]).volumes[0]
    let grid = volume.geometry
    let place = grid.patientPoint(of: VoxelPoint(11.5, 9.5, 4))
    let values = try answers.values(
      "renderedmpr", "orientation=f&center=\(place.x),\(place.y),\(place.z)&pixel=4&viewport=24,20")
    // Rows are 4.5 mm apart and pixels 4: the two in the middle lie between the same rows.
    let across = (0..<24).map { values[10 * 24 + $0] }
    let expected = (0..<24).map { column in
      let y = 9.5 + 0.5 * 4 / 4.5
      let low = Int(y)
      let part = Float(y - Double(low))
      return volume[column, low, 4] * (1 - part) + volume[column, low + 1, 4] * part
    }
    for (found, wanted) in zip(across, expected) { #expect(abs(found - wanted) < 0.1) }
  }

  @Test(arguments: ["renderedmpr", "rendered3d"])
  func `a negative size turns the picture round`(_ form: String) throws {
    let answers = try Answers()
    func picture(_ width: Int, _ height: Int) throws -> [Double] {
      let bytes = try answers.bytes(
        form, "orientation=a&viewport=48,36,0,0,\(width),\(height)", accept: "image/png")
      let image = try #require(ReadImage(png: bytes))
      #expect(image.width == 48 && image.height == 36)
      return image.brightness
    }
    let plain = try picture(24, 18)
    let across = try picture(-24, 18)
    let down = try picture(24, -18)
    #expect(Set(plain).count > 8)
    for row in 0..<36 {
      for column in 0..<48 {
        // Sampled at the same places but for the last bits of their coordinates.
        #expect(abs(across[row * 48 + 47 - column] - plain[row * 48 + column]) <= 1)
        #expect(abs(down[(35 - row) * 48 + column] - plain[row * 48 + column]) <= 1)
      }
    }
  }

  @Test func `values of a picture that is turned round are turned round`() throws {
    let answers = try Answers()
    let query = "renderingmethod=maximum_ip&orientation=a&viewport=24,18,0,0,"
    let plain = try answers.values("rendered3d", query + "24,18")
    let turned = try answers.values("rendered3d", query + "-24,-18")
    #expect(Set(plain).count > 8)
    #expect(plain.map(\.bitPattern) == turned.reversed().map(\.bitPattern))
  }

  @Test func `a rectangle becomes a camera whose up is against its columns`() throws {
    let answers = try Answers()
    let corner = PatientPoint(-20, -30, 30)
    let x = try #require(PatientVector(1, 0.2, 0).normalized)
    let y = try #require(PatientVector(-0.1, 0.5, 0.8).normalized)
    let down = try #require((y - x * y.dot(x)).normalized)
    let (width, height) = (40.0, 30.0)
    let middle = corner + x * (width / 2) + down * (height / 2)
    let position = middle - x.cross(down)
    func text(_ p: SIMD3<Double>) -> String { "\(p.x),\(p.y),\(p.z)" }
    let frame = "pixel=1&viewport=40,30"
    let camera = try answers.values(
      "renderedmpr",
      "viewpointposition=\(text(position.coordinates))&viewpointlookat=\(text(middle.coordinates))"
        + "&viewpointup=\(text((-down).components))&\(frame)")
    let plane = try answers.values(
      "renderedmpr",
      "right=\(text(x.components))&down=\(text(down.components))"
        + "&center=\(text(middle.coordinates))&\(frame)")
    #expect(camera.count == 1200 && plane.count == 1200)
    for (one, other) in zip(camera, plane) {
      #expect(one.isNaN == other.isNaN && (one.isNaN || abs(one - other) < 1e-2))
    }
  }
}
