import DICOMCoding
import DICOMModel
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct StackTests {
  private static func images(z: [Double]) -> [DataSet] {
    z.enumerated().map { TestImages.image($0, z: $1) }
  }

  private static func changed(
    _ count: Int, _ change: (inout DataSet, Int) -> Void
  ) -> [DataSet] {
    TestImages.series(count).enumerated().map { n, image in
      var image = image
      change(&image, n)
      return image
    }
  }

  @Test func `a plain series is one regular volume without findings`() throws {
    let found = try Loaded(TestImages.series(5))
    let volume = try #require(found.volumes.first)
    #expect(found.volumes.count == 1 && found.codes.isEmpty && found.findings.isEmpty)
    #expect(volume.dimensions == GridDimensions(columns: 5, rows: 4, slices: 5))
    #expect(
      volume.geometry.voxelToPatient.rowMajor == [
        0.75, 0, 0, -10, 0, 0.5, 0, -20, 0, 0, 2.5, 30, 0, 0, 0, 1,
      ])
    #expect(volume.geometry.regularity == .regular)
    #expect(volume[2, 1, 4] == 407 - 1024)
  }

  @Test func `deviations beyond a twentieth of the gap are irregular, and keep positions`() throws {
    let found = try Loaded(Self.images(z: [0, 2.5, 5.13, 7.5, 10]))
    #expect(found.volumes[0].geometry.slicePositions == [0, 2.5, 5.13, 7.5, 10])
    let finding = try #require(found.finding(.irregularSpacing))
    #expect(finding.severity == .warning)
    #expect(finding.values["median"] == [2.5] && finding.values["tolerance"] == [0.025])
    #expect(found.finding(.missingSlices) == nil)
  }

  @Test func `a gap of whole multiples is missing slices, at their positions`() throws {
    let found = try Loaded(Self.images(z: [10, 12.5, 15, 22.5, 25, 30]))
    #expect(found.volumes[0].geometry.regularity == .irregular)
    let finding = try #require(found.finding(.missingSlices))
    #expect(finding.values["positions"] == [7.5, 10, 17.5])
    #expect(finding.message.contains("3 slices"))
  }

  @Test func `small deviations of one sign that add up are irregular`() throws {
    // Each gap is within 1 % of the median, but the middle is 0.2 mm off an even stack.
    let close = (0...20).map { 2.49 * Double($0) }
    let z = close + (1...20).map { 49.8 + 2.51 * Double($0) }
    let found = try Loaded(Self.images(z: z))
    #expect(found.volumes[0].geometry.slicePositions?.count == 41)
    #expect(found.finding(.irregularSpacing) != nil)
  }

  @Test func `a tilted stack keeps its shear, and says it`() throws {
    let images = Self.changed(5) { image, n in
      image.setPosition(-10, -20 + 0.5 * Double(n), 2 * Double(n))
    }
    let found = try Loaded(images)
    let grid = found.volumes[0].geometry
    #expect(grid.voxelToPatient.z.components == SIMD3(0, 0.5, 2))
    #expect(grid.regularity == .sheared)
    // atan(0.5 / 2)
    #expect(abs(grid.shearDegrees - 14.036243467926479) < 1e-9)
    #expect(found.finding(.gantryTilt)?.severity == .note)
  }

  @Test func `a tilted irregular stack is irregular, and its slices stay on their line`() throws {
    let z = [0.0, 2, 5, 6, 8]
    let images = Self.changed(5) { image, n in image.setPosition(-10, 0.25 * z[n], z[n]) }
    let found = try Loaded(images)
    let grid = found.volumes[0].geometry
    #expect(grid.regularity == .irregular && grid.shearDegrees > 14)
    #expect(found.finding(.gantryTilt) != nil && found.finding(.irregularSpacing) != nil)
    for (k, z) in z.enumerated() {
      let place = grid.patientPoint(of: VoxelPoint(0, 0, Double(k)))
      #expect(place.distance(to: PatientPoint(-10, 0.25 * z, z)) < 1e-12)
    }
  }

  @Test func `slices that jump sideways by half a pixel are no stack`() throws {
    func loaded(_ jump: Double) throws -> Loaded {
      try Loaded(
        Self.changed(5) { image, n in
          image.setPosition(-10 + (n == 2 ? jump : 0), -20, 2.5 * Double(n))
        })
    }
    for jump in [0.2501, 0.3, 5] {
      #expect(try loaded(jump).codes == [SkippedFile.Code](repeating: .notAStack, count: 5))
    }
    let wandering = try loaded(0.2)
    #expect(wandering.volumes.map(\.dimensions.slices) == [5])
    #expect(wandering.finding(.nearlyStraight)?.severity == .warning)
    #expect(abs((wandering.finding(.nearlyStraight)?.values["deviation"]?[0] ?? 0) - 0.2) < 1e-12)
    #expect(try loaded(0.01).findings.isEmpty)
  }

  @Test func `a series splits by what a stack has in common`() throws {
    let changes: [(inout DataSet) -> Void] = [
      { $0.set(.imageOrientationPatient, doubles: [0, 1, 0, 1, 0, 0]) },
      { $0.setPixels([UInt32](repeating: 7, count: 12), columns: 4, rows: 3) },
      { $0.set(.pixelSpacing, doubles: [0.5, 0.76]) },
      { $0.set(.imageType, strings: ["DERIVED", "SECONDARY", "AXIAL"]) },
      { $0.set(.frameOfReferenceUID, string: "1.2.10") },
      { $0.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.4") },
      { $0.set(.rescaleType, string: "mgml") },
    ]
    for change in changes {
      let found = try Loaded(Self.changed(6) { image, n in if n >= 3 { change(&image) } })
      #expect(found.volumes.map(\.dimensions.slices) == [3, 3])
      #expect(found.finding(.splitSeries)?.values["volumes"] == [2])
    }
  }

  @Test func `rounded directions and spacings stay one stack`() throws {
    let found = try Loaded(
      Self.changed(4) { image, n in
        image.set(.pixelSpacing, doubles: [0.5, n % 2 == 0 ? 0.75 : 0.750001])
        image.set(.imageOrientationPatient, doubles: [1, n % 2 == 0 ? 0 : 0.0004, 0, 0, 1, 0])
      })
    #expect(found.volumes.count == 1)
  }

  @Test func `a frame of reference for every slice is no frame of reference`() throws {
    let found = try Loaded(
      Self.changed(4) { image, n in image.set(.frameOfReferenceUID, string: "1.2.9.\(n + 1)") })
    #expect(found.volumes.map(\.dimensions.slices) == [4])
    #expect(found.finding(.frameOfReferenceVaries)?.severity == .warning)
    #expect(found.volumes[0].attributes.frameOfReferenceUID == nil)
  }

  @Test func `images that are each alone in their orientation are a localizer`() throws {
    let found = try Loaded(
      Self.changed(3) { image, n in
        let cosines: [[Double]] = [[1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 0, -1], [0, 1, 0, 0, 0, -1]]
        image.set(.imageOrientationPatient, doubles: cosines[n])
      })
    #expect(found.codes == [.localizer, .localizer, .localizer])
  }

  @Test func `a single image is a volume as thick as its slice`() throws {
    var image = TestImages.image(0)
    func thickness() throws -> Double {
      let found = try Loaded([image])
      #expect(found.finding(.singleSlice) != nil)
      return try #require(found.volumes.first).geometry.spacing.z
    }
    #expect(try thickness() == 1.5)
    image.remove(.sliceThickness)
    image.set(.spacingBetweenSlices, double: -4)
    #expect(try thickness() == 4)
    image.set(.spacingBetweenSlices, double: 0)
    #expect(try thickness() == 0.5)
  }

  @Test func `two images at one place are repeated positions`() throws {
    var images = TestImages.series(3)
    images.append(TestImages.image(7, z: 30))
    let found = try Loaded(images)
    #expect(found.codes == [SkippedFile.Code](repeating: .repeatedPositions, count: 4))
    #expect(found.report.skipped[0].message.contains("4 images lie at 3 positions"))
  }

  @Test func `the file's own slice spacing decides nothing`() throws {
    func finding(_ spacing: Double) throws -> Finding? {
      let found = try Loaded(
        Self.changed(3) { image, _ in image.set(.spacingBetweenSlices, double: spacing) })
      #expect(found.volumes[0].geometry.spacing.z == 2.5)
      return found.finding(.spacingTagDiffers)
    }
    #expect(try finding(2.5) == nil)
    #expect(try finding(-2.5) == nil)
    #expect(try finding(1.25)?.values["tag"] == [1.25])
  }

  @Test func `images with the place of none are stacked only with a spacing`() throws {
    let images = Self.changed(12) { image, _ in
      image.remove(.imagePositionPatient)
      image.remove(.imageOrientationPatient)
    }
    #expect(try Loaded(images).codes == [SkippedFile.Code](repeating: .noGeometry, count: 12))
    let folder = try TemporaryFolder()
    for (n, image) in images.enumerated() {
      try folder.write(
        try TestImages.writer.file(image, transferSyntax: .explicitVRLittleEndian), as: "i\(n).dcm")
    }
    var loader = VolumeLoader()
    loader.assumedSpacing = SIMD3(0.5, 0.6, 2)
    let found = try Loaded([folder.path], loader)
    let volume = try #require(found.volumes.first)
    // i2 comes before i10.
    #expect((0..<12).map { volume[0, 0, $0] } == (0..<12).map { Float(100 * $0 - 1024) })
    // Pixel Spacing is stated, and kept.
    #expect(volume.geometry.spacing == SIMD3(0.75, 0.5, 2))
    #expect(!volume.attributes.hasPatientFrame)
    #expect(found.finding(.noPatientFrame)?.severity == .warning)
  }

  @Test(arguments: ["NaN\\0\\0", "0\\0", "inf\\0\\0", "x\\y\\z"])
  func `positions that are no numbers are no geometry`(position: String) throws {
    let found = try Loaded(
      Self.changed(2) { image, _ in image.set(.imagePositionPatient, string: position) })
    #expect(found.codes == [.noGeometry, .noGeometry])
  }

  @Test func `positions too far for numbers are no crash`() throws {
    for far in [1e12, 1e150, 1e300] {
      let found = try Loaded(
        Self.changed(3) { image, n in image.setPosition(far, -far, far * Double(n)) })
      #expect(found.volumes.count + found.codes.count > 0)
    }
  }

  @Test func `positions of an irregular stack lie along the normal of its first slice`() throws {
    // Slice 0 is the highest, since the normal points to the feet; cosines are rounded differently.
    let z: [Double] = [0, 2, 4.5, 9]
    let found = try Loaded(
      Self.changed(4) { image, n in
        image.setPosition(0, z[n] * 0.4, z[n])
        image.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, -1, n == 3 ? 0.0008 : 0])
      })
    let grid = try #require(found.volumes.first).geometry
    let positions = try #require(grid.slicePositions)
    let normal = grid.normal
    for (k, n) in [3, 2, 1, 0].enumerated() {
      let offset = PatientVector(0, (z[n] - 9) * 0.4, z[n] - 9)
      #expect(abs(positions[k] - offset.dot(normal)) < 1e-12)
      let place = grid.patientPoint(of: VoxelPoint(0, 0, Double(k)))
      #expect(place.distance(to: PatientPoint(0, z[n] * 0.4, z[n])) < 1e-9)
    }
  }
}
