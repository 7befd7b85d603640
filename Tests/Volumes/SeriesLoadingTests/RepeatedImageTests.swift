import DICOMModel
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct RepeatedImageTests {
  /// Ten slices, and slice 4 again as a test wants it.
  private static func loaded(_ change: (inout DataSet) -> Void) throws -> Loaded {
    var again = TestImages.image(4)
    again.set(.sopInstanceUID, string: "1.2.3.99")
    change(&again)
    return try Loaded(TestImages.series(10) + [again])
  }

  private static func otherPixels(_ image: inout DataSet) {
    image.setPixels([UInt32](repeating: 9, count: 20), columns: 5, rows: 4)
  }

  @Test func `one image under two UIDs is a duplicate`() throws {
    let changes: [(inout DataSet) -> Void] = [
      { _ in }, { $0.set(.instanceNumber, integer: 99) }, { $0.remove(.instanceNumber) },
      { $0.set(.contentTime, string: "101112") },
    ]
    for change in changes {
      let found = try Self.loaded(change)
      #expect(found.codes == [.duplicate])
      #expect(found.volumes.map(\.dimensions.slices) == [10])
      #expect(found.volumes[0][0, 0, 4] == 400 - 1024 && found.findings.isEmpty)
    }
  }

  @Test func `a whole series under new UIDs is there once`() throws {
    let again = TestImages.series(5).enumerated().map { n, image in
      var image = image
      image.set(.sopInstanceUID, string: "1.2.4.\(n + 1)")
      return image
    }
    let found = try Loaded(TestImages.series(5) + again)
    #expect(found.volumes.map(\.dimensions.slices) == [5])
    #expect(found.codes == [SkippedFile.Code](repeating: .duplicate, count: 5))
  }

  @Test func `one image of a phase under two UIDs and numbers is a duplicate`() throws {
    let phases = PhaseImages.slices(3, heights: [0, 2, 4, 6]) { phase, _, set in
      set.set(.temporalPositionIdentifier, integer: phase + 1)
    }
    for isOther in [false, true] {
      var again = phases[5]
      again.set(.sopInstanceUID, string: "1.2.3.999")
      again.set(.instanceNumber, integer: 999)
      if isOther { again.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(Array(7..<13))) }
      let found = try LoadedSeries(phases + [again])
      if isOther {
        #expect(found.codes == [SkippedFile.Code](repeating: .repeatedPositions, count: 13))
      } else {
        #expect(found.codes == [.duplicate])
        #expect(found.phaseOrder == [0, 1, 2])
      }
    }
  }

  @Test func `images that contradict each other cost their position, not the stack`() throws {
    let found = try Self.loaded(Self.otherPixels)
    #expect(found.codes == [.repeatedPositions, .repeatedPositions])
    #expect(found.volumes.map(\.dimensions.slices) == [9])
    let finding = try #require(found.finding(.lostPositions))
    #expect(finding.severity == .warning && finding.values["positions"] == [10])
    #expect(finding.files.count == 2)
  }

  @Test func `a volume that lost a slice to two files of one UID says so`() throws {
    let found = try Self.loaded { image in
      Self.otherPixels(&image)
      image.set(.sopInstanceUID, string: "1.2.3.5")
    }
    #expect(found.codes == [.conflictingDuplicate, .conflictingDuplicate])
    #expect(found.volumes.map(\.dimensions.slices) == [9])
    #expect(found.finding(.lostPositions)?.values["positions"] == [10])
  }

  @Test func `where a third of the positions is contradicted, nothing is left`() throws {
    var images = TestImages.series(6)
    for n in [1, 3] {
      var again = TestImages.image(n)
      again.set(.sopInstanceUID, string: "1.2.3.\(90 + n)")
      Self.otherPixels(&again)
      images.append(again)
    }
    #expect(try Loaded(images).codes == [SkippedFile.Code](repeating: .repeatedPositions, count: 8))
  }

  @Test func `blank phases are not taken for copies of each other`() throws {
    let images = (0..<8).map { n in
      var image = TestImages.image(n, z: Double(n % 4) * 2.5)
      image.set(.temporalPositionIdentifier, integer: 1 + n / 4)
      image.setPixels([UInt32](repeating: 0, count: 20), columns: 5, rows: 4)
      return image
    }
    let found = try Loaded(images)
    #expect(found.report.volumes.map(\.phases) == [2] && found.codes.isEmpty)
  }

  @Test func `objects of two classes are no copies of each other`() throws {
    var capture = TestImages.image(0)
    capture.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.7.3")
    capture.remove(.imagePositionPatient)
    let found = try Loaded(TestImages.series(4) + [capture])
    #expect(found.volumes.map(\.dimensions.slices) == [4])
    #expect(found.codes == [.noGeometry])
  }

  @Test func `parts of an object that share a slice are one volume`() throws {
    func part(_ uid: String, _ slices: ClosedRange<Int>) -> DataSet {
      EnhancedImage(
        frames: slices.map { EnhancedImage.Frame(z: 2.5 * Double($0), first: 10 * $0) }, uid: uid
      ).dataSet
    }
    let found = try Loaded([part("1.2.3.1", 0...3), part("1.2.3.2", 3...6)])
    #expect(found.volumes.map(\.dimensions.slices) == [7])
    #expect(found.finding(.unusedFrames)?.message.contains("duplicate") == true)
  }
}
