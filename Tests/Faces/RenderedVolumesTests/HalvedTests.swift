import Geometry
import ImageReading
import Phantoms
import SagittaEngine
import TestSupport
import Testing
import WebServices

@testable import RenderedVolumes

/// Rays through a volume of half as many voxels along each axis, for those who ask.
@Suite struct HalvedTests {
  private func answers(change: (inout RenderedLimits) -> Void = { $0.preliminaryBytes = 1 }) throws
    -> Answers
  {
    try Answers(
      glancingAt: PhantomSeries(
        .sphere, dimensions: GridDimensions(columns: 64, rows: 65, slices: 51),
        spacing: SIMD3(1.5, 1.5, 1.8)), limits: change)
  }

  private static let query =
    "preset=ct-bone&pixel=1&viewport=110,110&viewpointposition=200,-300,50&viewpointlookat=0,0,0"
    + "&viewpointup=0,0,1"

  @Test func `a coarse picture looks like the whole one, and says what it is`() throws {
    let answers = try answers()
    let coarse = try answers.answer("rendered3d", Self.query + "&coarse=yes", accept: "image/png")
    #expect(coarse.headers["sagitta-coarse"] == "32,33,26")
    #expect(coarse.headers["cache-control"] == "no-store")
    #expect(coarse.headers["etag"] == nil)
    let whole = try answers.answer("rendered3d", Self.query, accept: "image/png")
    #expect(whole.headers["sagitta-plane"] == coarse.headers["sagitta-plane"])
    let shown = try #require(ReadImage(png: coarse.bytes)).brightness
    let expected = try #require(ReadImage(png: whole.bytes)).brightness
    let light = expected.reduce(0, +)
    let difference = zip(shown, expected).reduce(0) { $0 + abs($1.0 - $1.1) }
    // The ball has a radius of some twenty voxels, and its surface moves by a part of one.
    #expect(light > 1000 && difference / light < 0.1, "\(difference / light)")
    #expect(abs(shown.reduce(0, +) / light - 1) < 0.05, "\(shown.reduce(0, +) / light)")
    // Opacities are those of the step.
    let wide = try answers.bytes(
      "rendered3d", Self.query + "&coarse=yes&step=3", accept: "image/png")
    let brightness = try #require(ReadImage(png: wide)).brightness.reduce(0, +)
    #expect(abs(brightness / light - 1) < 0.05, "\(brightness / light)")
  }

  @Test(arguments: [
    (query, "image/png"), (query + "&coarse=no", "image/png"),
    (query + "&coarse=yes&renderingmethod=maximum_ip", "application/x-npy"),
    (query + "&coarse=yes", "application/dicom"),
    (query + "&coarse=yes&renderedvolumetricmetadata=yes", "*/*"),
    ("swivelrange=90&viewport=20,20&coarse=yes", "image/gif"),
  ])
  func `whoever does not ask for it, or asks for more than a glance, gets the whole`(
    query: String, type: String
  ) throws {
    let answers = try answers()
    _ = try answers.answer("rendered3d", Self.query + "&coarse=yes")
    let plain = query.replacing("&coarse=yes", with: "").replacing("&coarse=no", with: "")
    let answer = try answers.answer("rendered3d", query, accept: type)
    #expect(answer.headers["sagitta-coarse"] == nil)
    let fresh = try self.answers { _ in }.answer("rendered3d", plain, accept: type)
    #expect(answer.bytes == fresh.bytes)
  }

  @Test(arguments: [
    ("maximum_ip", HalvedVolume.Kept.maximum), ("minimum_ip", .minimum), ("average_ip", .mean),
  ])
  func `a coarse projection shows what the whole one does`(
    method: String, kept: HalvedVolume.Kept
  ) throws {
    let answers = try answers()
    let query = Self.query.replacing("preset=ct-bone&", with: "") + "&renderingmethod=\(method)"
    let coarse = try answers.answer("rendered3d", query + "&coarse=yes", accept: "image/png")
    #expect(coarse.headers["sagitta-coarse"] == "32,33,26")
    let whole = try answers.answer("rendered3d", query, accept: "image/png")
    #expect(whole.headers["sagitta-plane"] == coarse.headers["sagitta-plane"])
    #expect(whole.headers["sagitta-window"] == coarse.headers["sagitta-window"])
    let shown = try #require(ReadImage(png: coarse.bytes)).brightness
    let expected = try #require(ReadImage(png: whole.bytes)).brightness
    let difference = zip(shown, expected).reduce(0) { $0 + abs($1.0 - $1.1) }
    // Grey levels: a rim of a voxel is wider.
    #expect(difference / Double(shown.count) < 8, "\(difference / Double(shown.count))")
    // An extreme is not lost, but for the place within a voxel, which is three pixels wide.
    let lost = expected.indices.filter { n -> Bool in
      let near = Self.neighbours(of: n).map { shown[$0] }
      switch kept {
      case .maximum: return (near.max() ?? 0) < expected[n] - 2
      case .minimum: return (near.min() ?? 0) > expected[n] + 2
      case .mean: return false
      }
    }
    #expect(lost.isEmpty, "\(lost.count)")
  }

  /// The pixels of a picture of 110 × 110 that are no more than two away from one.
  private static func neighbours(of pixel: Int) -> [Int] {
    let (row, column) = pixel.quotientAndRemainder(dividingBy: 110)
    let columns = max(0, column - 2)...min(109, column + 2)
    return (max(0, row - 2)...min(109, row + 2)).flatMap { row in columns.map { row * 110 + $0 } }
  }

  @Test func `small volumes are cast as they are`() throws {
    let answers = try answers { _ in }
    let asked = try answers.answer("rendered3d", Self.query + "&coarse=yes", accept: "image/png")
    #expect(asked.headers["sagitta-coarse"] == nil)
    #expect(asked.bytes == (try answers.bytes("rendered3d", Self.query, accept: "image/png")))
  }

  @Test func `it is made once, counts as memory, and is done without where there is none`() throws {
    let answers = try answers()
    _ = try answers.answer("rendered3d", Self.query)
    let whole = answers.volumes.cachedBytes
    for _ in 0..<3 { _ = try answers.answer("rendered3d", Self.query + "&coarse=yes") }
    #expect(answers.volumes.cachedVolumes == 2)
    let added = answers.volumes.cachedBytes - whole
    #expect(added >= 32 * 33 * 26 * 4 && added < whole / 7)
    let narrow = try self.answers {
      $0.preliminaryBytes = 1
      $0.cacheBytes = whole + added / 2
    }
    let answer = try narrow.answer("rendered3d", Self.query + "&coarse=yes")
    #expect(answer.status == 200 && answer.headers["sagitta-coarse"] == nil)
    #expect(narrow.volumes.cachedVolumes == 1)
  }

  @Test func `planes know no such parameter`() throws {
    let answer = try answers().answer("renderedmpr", "coarse=yes")
    #expect(answer.headers["warning"]?.contains("coarse") == true)
  }

  /// A volume of numbers without a pattern, some of whose voxels hold nothing.
  private func volume(
    _ size: GridDimensions, spacing: SIMD3<Double>, isWhole: Bool, slicePositions: [Double]? = nil
  ) throws -> Volume {
    let map: AffineMap<VoxelSpace, PatientSpace> = AffineMap(
      x: PatientVector(spacing.x, 0, 0), y: PatientVector(0, spacing.y, 0),
      z: PatientVector(0, 0.1, spacing.z), origin: PatientPoint(-5, 6, 7))
    var random = SeededRandom(5)
    let grid = try GridGeometry(
      dimensions: size, voxelToPatient: map, slicePositions: slicePositions)
    let made = try Volume(geometry: grid) { _, _, _ in
      Float.random(in: -1000...1000, using: &random)
    }
    guard !isWhole else { return made }
    let holds = (0..<size.voxelCount).map { _ in Bool.random(using: &random) }
    return Volume(
      geometry: grid, voxels: made.voxels,
      validity: ValidityMask(dimensions: size) { holds[$0] })
  }

  private static let cases = [SIMD3(1.0, 1.0, 1.0), SIMD3(1, 1, 1.6), SIMD3(3, 1, 1.2)].flatMap {
    spacing in [HalvedVolume.Kept.mean, .maximum, .minimum].map { (spacing, $0) }
  }

  @Test(arguments: [true, false], cases)
  func `a voxel is the mean or an extreme of those whose place it takes, and lies in their middle`(
    isWhole: Bool, _ how: (spacing: SIMD3<Double>, kept: HalvedVolume.Kept)
  ) throws {
    let (spacing, kept) = how
    let whole = try volume(
      GridDimensions(columns: 19, rows: 18, slices: 17), spacing: spacing, isWhole: isWhole)
    let smaller = try #require(try HalvedVolume(of: whole, keeping: kept))
    let made = try smaller.volume(context: WorkContext())
    let factors: [Int] = (0..<3).map { spacing[$0] < 1.5 ? 2 : 1 }
    let counts = whole.dimensions.ijk
    let fewer: [Int] = (0..<3).map { (counts[$0] + factors[$0] - 1) / factors[$0] }
    #expect(made.dimensions.ijk == fewer)
    #expect(made.valueRange == whole.valueRange)
    for k in 0..<made.dimensions.slices {
      for j in 0..<made.dimensions.rows {
        for i in 0..<made.dimensions.columns {
          let sources = [i, j, k].enumerated().map { axis, n in
            (n * factors[axis]..<n * factors[axis] + factors[axis]).filter { $0 < counts[axis] }
          }
          let all = sources[2].flatMap { z in
            sources[1].flatMap { y in sources[0].map { x in (x, y, z) } }
          }
          let valid = all.filter { whole.isValid($0.0, $0.1, $0.2) }
          // A mean is that of at least half of them.
          let isValid = kept == .mean ? 2 * valid.count >= all.count : !valid.isEmpty
          #expect(made.isValid(i, j, k) == isValid)
          guard isValid else { continue }
          let values = valid.map { whole[$0.0, $0.1, $0.2] }
          switch kept {
          case .maximum: #expect(made[i, j, k] == values.max())
          case .minimum: #expect(made[i, j, k] == values.min())
          case .mean:
            let mean = values.map { Double($0) }.reduce(0, +) / Double(values.count)
            #expect(abs(Double(made[i, j, k]) - mean) < 1e-3)
          }
        }
      }
    }
    let middle = VoxelPoint(
      Double(factors[0] - 1) / 2 + 4.0 * Double(factors[0]), Double(factors[1] - 1) / 2,
      Double(factors[2] - 1) / 2 + 2.0 * Double(factors[2]))
    let place = made.geometry.patientPoint(of: VoxelPoint(4, 0, 2))
    #expect(place.distance(to: whole.geometry.patientPoint(of: middle)) < 1e-9)
    // Nothing reaches beyond the volume.
    for rim in smaller.rims {
      let end = whole.geometry.patientPoint(of: whole.geometry.voxelBounds.upper)
      #expect(abs(rim.signedDistance(to: end)) < 1e-9)
      #expect(rim.signedDistance(to: whole.geometry.center) > 1)
    }
    let odd = (0..<3).filter { counts[$0] % factors[$0] != 0 }
    #expect(smaller.rims.count == odd.count)
  }

  @Test func `uneven slices and a few voxels stay as they are`() throws {
    let size = GridDimensions(columns: 16, rows: 16, slices: 16)
    let places = (0..<15).map { Double($0) * 0.9 } + [15]
    let uneven = try volume(
      size, spacing: SIMD3(1, 1, 1), isWhole: true, slicePositions: places)
    #expect(try HalvedVolume(of: uneven) == nil)
    let flat = try volume(
      GridDimensions(columns: 16, rows: 16, slices: 15), spacing: SIMD3(1, 1, 1), isWhole: true)
    #expect(try HalvedVolume(of: flat) == nil)
  }
}
