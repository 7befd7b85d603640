import DICOMModel
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct SeriesIdentityTests {
  /// Six slices, every second one changed.
  private static func loaded(_ change: (inout DataSet, _ isOther: Bool) -> Void) throws -> Loaded {
    try Loaded(
      TestImages.series(6).enumerated().map { n, image in
        var image = image
        change(&image, n % 2 == 1)
        return image
      })
  }

  private static let identities: [(tag: DICOMModel.Tag, name: String)] = [
    (.patientID, "Patient ID"), (.patientName, "Patient's Name"),
    (.studyInstanceUID, "Study Instance UID"), (.seriesNumber, "Series Number"),
  ]

  @Test(arguments: identities.indices)
  func `one Series Instance UID never mixes patients, studies or Series Numbers`(
    index: Int
  ) throws {
    let (tag, name) = Self.identities[index]
    let found = try Self.loaded { image, isOther in
      image.set(.patientID, string: "7")
      if isOther { image.set(tag, string: "8") }
    }
    #expect(found.volumes.map(\.dimensions.slices) == [3, 3])
    let finding = try #require(found.finding(.splitSeries))
    #expect(finding.severity == .warning && finding.message.contains(name))
  }

  @Test(arguments: identities.indices) func `what is absent is not known to be the same`(
    index: Int
  ) throws {
    let tag = Self.identities[index].tag
    let found = try Self.loaded { image, isOther in
      image.set(.patientID, string: "7")
      if isOther { image.remove(tag) }
    }
    #expect(found.volumes.map(\.dimensions.slices) == [3, 3])
  }

  @Test func `a patient's identity stands in no finding`() throws {
    let found = try Self.loaded { image, isOther in
      image.set(.patientID, string: isOther ? "Secret-1" : "Secret-2")
    }
    let texts = found.report.volumes.flatMap(\.findings).map(\.message)
    #expect(!texts.isEmpty && !texts.contains { $0.contains("Secret") })
  }

  @Test(arguments: [DICOMModel.Tag.seriesNumber, .seriesDescription, .modality, .convolutionKernel])
  func `without a Series Instance UID other attributes keep series apart`(
    tag: DICOMModel.Tag
  ) throws {
    let found = try Self.loaded { image, isOther in
      for uid in [DICOMModel.Tag.seriesInstanceUID, .frameOfReferenceUID] { image.remove(uid) }
      if isOther { image.set(tag, string: "8") }
    }
    #expect(found.volumes.map(\.dimensions.slices) == [3, 3])
  }

  @Test func `without any UID or modality, slices that agree are one volume`() throws {
    let found = try Self.loaded { image, _ in
      let absent: [DICOMModel.Tag] = [
        .seriesInstanceUID, .studyInstanceUID, .frameOfReferenceUID, .modality,
      ]
      for tag in absent { image.remove(tag) }
    }
    #expect(found.volumes.map(\.dimensions.slices) == [6])
  }

  @Test func `a Series Instance UID for every slice is none`() throws {
    let images = TestImages.series(5).enumerated().map { n, image in
      var image = image
      image.set(.seriesInstanceUID, string: "1.2.3.\(100 + n)")
      return image
    }
    let found = try Loaded(images)
    #expect(found.volumes.map(\.dimensions.slices) == [5])
    #expect(found.finding(.seriesUIDVaries)?.severity == .warning)
    #expect(try Loaded(Array(images[0..<2])).volumes.count == 2)
  }

  @Test func `series of one slice are not joined against what they say, but a hint is given`()
    throws
  {
    let changes: [(inout DataSet, Int) -> Void] = [
      { $0.set(.seriesNumber, integer: $1) },
      { $0.set(.seriesDescription, string: "Series \($1)") },
      { $0.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "AXIAL\($1)"]) },
    ]
    for change in changes {
      let images = TestImages.series(4).enumerated().map { n, image in
        var image = image
        image.set(.seriesInstanceUID, string: "1.2.3.\(100 + n)")
        change(&image, n)
        return image
      }
      let found = try Loaded(images)
      #expect(found.volumes.count == 4)
      #expect(found.finding(.seriesUIDVaries)?.severity == .note)
    }
  }

  @Test func `localizers of series of their own are not joined`() throws {
    let cosines: [[Double]] = [[1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 0, -1], [0, 1, 0, 0, 0, -1]]
    let images = cosines.enumerated().map { n, cosines in
      var image = TestImages.image(n)
      image.set(.seriesInstanceUID, string: "1.2.3.\(100 + n)")
      image.set(.imageOrientationPatient, doubles: cosines)
      return image
    }
    let found = try Loaded(images)
    #expect(found.volumes.map(\.dimensions.slices) == [1, 1, 1])
    #expect(found.finding(.seriesUIDVaries) == nil)
  }

  @Test func `one SOP Instance UID for all images of a series is none`() throws {
    let images = TestImages.series(4).map { image in
      var image = image
      image.set(.sopInstanceUID, string: "1.2.3.1")
      return image
    }
    let found = try Loaded(images)
    #expect(found.volumes.map(\.dimensions.slices) == [4])
    #expect(found.finding(.instanceUIDRepeats)?.severity == .warning)
  }
}
