import Faults
import DICOMModel
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct AssumedStackTests {
  private static func loaded(_ images: [DataSet], assuming: Bool = true) throws -> Loaded {
    var loader = VolumeLoader()
    if assuming { loader.assumedSpacing = SIMD3(0.6, 0.4, 2) }
    return try Loaded(images, loader)
  }

  private static func changed(
    _ count: Int = 5, _ change: (inout DataSet, Int) -> Void
  ) -> [DataSet] {
    (0..<count).map { n in
      var image = TestImages.image(n)
      change(&image, n)
      return image
    }
  }

  /// Names and numbers in an order that is not that of the positions.
  private static let shuffled = [3.0, 0, 4, 1, 2]

  @Test(arguments: ["", "0,8\\0,5x", "0\\0"])
  func `without Pixel Spacing positions order, and orientation stays`(spacing: String) throws {
    let images = Self.changed { image, n in
      image.set(.pixelSpacing, string: spacing)
      image.set(.imageOrientationPatient, doubles: [0, 1, 0, 0, 0, -1])
      image.setPosition(7 - 2.5 * Self.shuffled[n], 8, 9)
    }
    #expect(try Self.loaded(images, assuming: false).codes.allSatisfy { $0 == .noGeometry })
    let found = try Self.loaded(images)
    let volume = try #require(found.volumes.first)
    #expect(
      volume.geometry.voxelToPatient.rowMajor == [
        0, 0, -2.5, 7, 0.6, 0, 0, 8, 0, -0.4, 0, 9, 0, 0, 0, 1,
      ])
    let order = [1, 3, 4, 0, 2].map { Float(100 * $0 - 1024) }
    #expect((0..<5).map { volume[0, 0, $0] } == order)
    #expect(volume.attributes.hasPatientFrame)
    #expect(found.findings.map(\.code) == [.assumedSpacing])
  }

  @Test func `a detector's pixel spacing is none, but the rest of the place stays`() throws {
    let images = Self.changed { image, _ in
      image.remove(.pixelSpacing)
      image.set(.imagerPixelSpacing, doubles: [1, 1])
    }
    let refused = try Self.loaded(images, assuming: false)
    #expect(refused.codes == [SkippedFile.Code](repeating: .projectionImage, count: 5))
    #expect(refused.report.skipped[0].remedies == [.assumeSpacing])
    #expect(try Self.loaded(images).volumes.map(\.geometry.spacing) == [SIMD3(0.6, 0.4, 2.5)])
  }

  @Test func `without orientation stated positions order, at their distances`() throws {
    let images = Self.changed { image, n in
      image.remove(.imageOrientationPatient)
      image.setPosition(0, 0, 3 * Self.shuffled[n])
    }
    let found = try Self.loaded(images)
    let volume = try #require(found.volumes.first)
    let order = [1, 3, 4, 0, 2].map { Float(100 * $0 - 1024) }
    #expect((0..<5).map { volume[0, 0, $0] } == order)
    #expect(volume.geometry.spacing == SIMD3(0.75, 0.5, 3))
    #expect(!volume.attributes.hasPatientFrame && found.finding(.noPatientFrame) != nil)
  }

  @Test func `acquisitions and time slots without positions stay apart`() throws {
    let changes: [(inout DataSet, Int) -> Void] = [
      { $0.set(.acquisitionNumber, integer: 1 + $1) },
      { $0.set(.temporalPositionIdentifier, integer: 1 + $1) },
      { $0.set(.echoTime, double: 5 + Double(5 * $1)) },
      { $0.set(.acquisitionTime, string: "10000\($1)") },
    ]
    for change in changes {
      let images = Self.changed(10) { image, n in
        image.remove(.imagePositionPatient)
        change(&image, n / 5)
      }
      let found = try Self.loaded(images)
      #expect(found.volumes.map(\.dimensions.slices) == [5, 5])
      let firsts: [Float] = [-1024, 500 - 1024]
      #expect(found.volumes.map { $0[0, 0, 0] } == firsts)
    }
  }

  @Test func `numbers and times of single images divide nothing`() throws {
    let images = Self.changed { image, n in
      image.remove(.imagePositionPatient)
      image.set(.acquisitionNumber, integer: n + 1)
      image.set(.acquisitionTime, string: "10000\(n / 2)")
    }
    #expect(try Self.loaded(images).volumes.map(\.dimensions.slices) == [5])
  }

  @Test func `objects of several frames without places are volumes of their own`() throws {
    let objects = (0..<2).map { n in
      var object = TestImages.image(n)
      object.set(.numberOfFrames, integer: 3)
      object.set(.imageOrientationPatient, doubles: [0, 1, 0, 0, 0, -1])
      let words = (0..<60).flatMap { value -> [UInt8] in
        [UInt8(truncatingIfNeeded: value + 100 * n), 0]
      }
      object.set(.pixelData, vr: .ow, bytes: words)
      return object
    }
    let found = try Self.loaded(objects)
    #expect(found.volumes.map(\.dimensions.slices) == [3, 3])
    let firsts: [Float] = [40 - 1024, 140 - 1024]
    #expect(found.volumes.map { $0[0, 0, 2] } == firsts)
    // Orientation is stated for the object, the side to which frames follow is not.
    let map = found.volumes[0].geometry.voxelToPatient
    #expect(map.x.components == SIMD3(0, 0.75, 0) && map.y.components == SIMD3(0, 0, -0.5))
    #expect(found.volumes.allSatisfy { !$0.attributes.hasPatientFrame })
  }

  @Test func `one position for all images is none`() throws {
    for position in [[0.0, 0, 0], [-10, -20, 30]] {
      let images = Self.changed { image, _ in image.set(.imagePositionPatient, doubles: position) }
      let refused = try Self.loaded(images, assuming: false)
      #expect(refused.codes == [SkippedFile.Code](repeating: .noGeometry, count: 5))
      let found = try Self.loaded(images)
      #expect(found.volumes.map(\.dimensions.slices) == [5])
      #expect(found.volumes[0].geometry.spacing == SIMD3(0.75, 0.5, 2))
      #expect(found.finding(.noPatientFrame) != nil)
      #expect(found.report.volumes[0].slicePositions == [0, 2, 4, 6, 8])
    }
  }

  @Test func `images of one place at several times are never stacked`() throws {
    let images = Self.changed { image, n in
      image.setPosition(-10, -20, 30)
      image.set(.acquisitionTime, string: "10000\(n)")
    }
    #expect(
      try Self.loaded(images).codes == [SkippedFile.Code](repeating: .repeatedPositions, count: 5))
  }

  @Test func `patients without places stay apart`() throws {
    let images = Self.changed(6) { image, n in
      image.remove(.imagePositionPatient)
      image.set(.patientID, string: n % 2 == 0 ? "A" : "B")
    }
    #expect(try Self.loaded(images).volumes.map(\.dimensions.slices) == [3, 3])
  }

  @Test func `images without places stay apart by their series' description`() throws {
    for (words, counts) in [(["A", "B", "A"], [2, 4]), (["A", "A", "A"], [6])] {
      let images = Self.changed(6) { image, n in
        image.remove(.imagePositionPatient)
        image.set(.seriesDescription, string: words[n % 3])
      }
      #expect(try Self.loaded(images).volumes.map(\.dimensions.slices).sorted() == counts)
    }
    let each = Self.changed(6) { image, n in
      image.remove(.imagePositionPatient)
      image.set(.seriesDescription, string: "Image \(n)")
    }
    #expect(try Self.loaded(each).volumes.map(\.dimensions.slices) == [6])
  }
}
