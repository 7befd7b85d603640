import DICOMCoding
import DICOMImaging
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

@Suite struct AttributeTests {
  private static func series(
    _ source: SourceSeries, _ options: DerivedObjectOptions
  ) throws -> CalibratedSeries {
    try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: options)
  }

  @Test func `patient, study and orders are the source's`() throws {
    let source = try SourceSeries()
    let object = try Self.series(source, .test).object(0).dataSet
    let original = source.images.common
    for tag in [
      Tag.patientName, .patientID, .patientBirthDate, .patientSex, .accessionNumber,
      .referringPhysicianName, .studyID, .studyDate, .studyInstanceUID, .frameOfReferenceUID,
      .requestAttributesSequence, .bodyPartExamined, .patientPosition,
    ] {
      var (one, other) = (DataSet(), DataSet())
      one.copy(tag, from: object)
      other.copy(tag, from: original)
      #expect(!one.isEmpty && one == other, "\(tag)")
    }
    #expect(object.string(.manufacturer) == "Sagitta")
    let scanner = try #require(object.item(.contributingEquipmentSequence))
    #expect(scanner.string(.institutionName) == "General Hospital")
    #expect(scanner.string(.deviceSerialNumber) == "SN-998877")
    #expect(object.string(.deviceSerialNumber) == nil)
  }

  @Test func `an image names its sources and what was done`() throws {
    let source = try SourceSeries()
    let image = PlaneImage(
      geometry: CalibratedPlanes(slicesOf: source.volume).geometries[0],
      values: [Float](repeating: 1, count: 480))
    let object = try CalibratedSeries(
      CalibratedPlanes([image, image, image]), of: source.volume.attributes, from: source.images,
      by: Derivation([.multiplanarReformatting], description: "Planes"), options: .test
    ).object(2).dataSet
    let items = try #require(object.items(.sourceImageSequence))
    #expect(
      items.map { $0.uid(.referencedSOPInstanceUID) }
        == source.images.references.map(\.sopInstanceUID))
    #expect(
      Set(items.map { $0.item(.purposeOfReferenceCodeSequence)?.string(.codeValue) }) == ["121322"])
    let series = try #require(object.items(.referencedSeriesSequence))
    #expect(series.count == 1 && series[0].items(.referencedInstanceSequence)?.count == 12)
    #expect(series[0].uid(.seriesInstanceUID) == source.volume.attributes.seriesInstanceUID)
    #expect(object.string(.derivationDescription) == "Planes; values stored exactly")
    #expect(object.integer(.instanceNumber) == 3 && object.integer(.seriesNumber) == 101)
    #expect(object.strings(.imageType) == ["DERIVED", "SECONDARY", "AXIAL"])
    #expect(object.string(.lossyImageCompression) == "00")
  }

  @Test func `a slice names the image it was`() throws {
    let source = try SourceSeries { $0.order = .shuffled }
    let series = try Self.series(source, .test)
    let files = try source.folder.names.filter { $0.hasSuffix(".dcm") }
      .map { try Part10Reader().readWhole(try source.folder.bytes($0)).dataSet }
    for k in [0, 7] {
      let object = try series.object(k).dataSet
      let items = try #require(object.items(.sourceImageSequence))
      let image = files.first {
        $0.doubles(.imagePositionPatient) == object.doubles(.imagePositionPatient)
      }
      let expected = try #require(image?.uid(.sopInstanceUID))
      #expect(items.map { $0.uid(.referencedSOPInstanceUID) } == [expected])
      let listed = object.item(.referencedSeriesSequence)?.items(.referencedInstanceSequence)
      #expect(listed?.map { $0.uid(.referencedSOPInstanceUID) } == [expected])
    }
  }

  @Test func `text of another character set stays as it is`() throws {
    let source = try SourceSeries { _ in
    } edit: { set, _ in
      set.set(.specificCharacterSet, string: "ISO_IR 100")
      set.set(
        .patientName, bytes: Array("M".utf8) + [0xFC] + Array("ller^J".utf8) + [0xF6] + [0x72])
      set.set(.seriesDescription, string: "Schädel")
    }
    let object = try Self.series(source, .test).object(0).dataSet
    #expect(object.string(.patientName) == "Müller^Jör")
    #expect(object.string(.seriesDescription) == "Schädel (slices)")
    let parsed = try Part10Reader().readWhole(
      try Self.series(source, .test).object(0).fileBytes()
    ).dataSet
    #expect(parsed.string(.patientName) == "Müller^Jör")
  }

  @Test func `what images differ in is not said of the derived ones`() throws {
    let source = try SourceSeries { _ in
    } edit: { set, n in
      set.set(.acquisitionTime, string: "10000\(n % 10)")
      set.set(.kvp, double: n == 0 ? 80 : 140)
    }
    let object = try Self.series(source, .test).object(0).dataSet
    #expect(!object.contains(.acquisitionTime))
    // Type 2: there, but not known.
    #expect(object.contains(.kvp) && object.double(.kvp) == nil)
  }

  @Test func `a lossy source leaves its mark`() throws {
    let source = try SourceSeries { _ in
    } edit: { set, _ in
      set.set(.lossyImageCompression, string: "01")
      set.set(.lossyImageCompressionRatio, double: 12)
      set.set(.lossyImageCompressionMethod, string: "ISO_15444_1")
    }
    let object = try Self.series(source, .test).object(0).dataSet
    #expect(object.string(.lossyImageCompression) == "01")
    #expect(object.double(.lossyImageCompressionRatio) == 12)
  }

  @Test func `identifiers are new each time, or follow from the input`() throws {
    let source = try SourceSeries()
    func uids(_ options: DerivedObjectOptions) throws -> [String] {
      let series = try Self.series(source, options)
      return [series.seriesInstanceUID] + (try (0..<3).map { try series.object($0).sopInstanceUID })
    }
    let (first, second) = (try uids(.test), try uids(.test))
    #expect(Set(first + second).count == 8)
    #expect(first.allSatisfy { $0.hasPrefix("2.25.") && $0.count <= 64 })
    let fixed = DerivedObjectOptions.test.with {
      ($0.identifiers, $0.creation) = (.deterministic, nil)
    }
    #expect(try uids(fixed) == uids(fixed) && Set(try uids(fixed)).count == 4)
    let again = try Self.series(source, fixed).object(0).fileBytes()
    #expect(try Self.series(source, fixed).object(0).fileBytes() == again)
    // Other pixels are another object.
    let other = try SourceSeries { $0.noise = 1 }
    #expect(try Self.series(other, fixed).object(0).sopInstanceUID != uids(fixed)[1])
  }

  @Test(arguments: [true, false])
  func `an anonymous object tells nothing of the patient, the place and the time`(
    _ isDeterministic: Bool
  ) throws {
    let sources = [try SourceSeries(), try SourceSeries.pet()]
    for source in sources {
      let options = DerivedObjectOptions.test.with {
        $0.isAnonymous = true
        if isDeterministic { $0.identifiers = .deterministic }
      }
      let series = try Self.series(source, options)
      let bytes = try series.object(0).fileBytes()
      let text = String(decoding: bytes, as: UTF8.self)
      var uids = source.images.references.map(\.sopInstanceUID)
      for tag in [Tag.studyInstanceUID, .seriesInstanceUID, .frameOfReferenceUID] {
        uids.append(try #require(source.images.common.uid(tag)))
      }
      for secret in SourceSeries.identity + uids + ["20231114"] {
        #expect(!text.contains(secret), "\(secret)")
      }
      let object = try series.object(0).dataSet
      #expect(object.string(.patientIdentityRemoved) == "YES")
      #expect(object.string(.deidentificationMethod)?.isEmpty == false)
      let code = object.item(.deidentificationMethodCodeSequence)
      #expect(code?.string(.codeValue) == "113100")
      #expect(object.bytes(.patientName)?.isEmpty == true)
      #expect(object.string(.longitudinalTemporalInformationModified) == "REMOVED")
      // All objects of a run still share study and frame of reference.
      let picture = try SecondaryCapture(
        [Raster(width: 1, height: 1, samples: .gray8([7]))], from: source.images, by: .slices,
        options: options
      ).object().dataSet
      #expect(picture.uid(.studyInstanceUID) == object.uid(.studyInstanceUID))
      let second = try series.object(1).dataSet
      #expect(second.uid(.frameOfReferenceUID) == object.uid(.frameOfReferenceUID))
    }
  }

  @Test func `an enhanced image's functional groups speak for the classic one`() throws {
    var pulse = DataSet()
    pulse.set(.effectiveEchoTime, double: 2.5)
    var groups = DataSet()
    groups.set(.mrEchoSequence, items: [pulse])
    var enhanced = DataSet()
    enhanced.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.4.1")
    enhanced.set(.echoPulseSequence, string: "BOTH")
    enhanced.set(.frameOfReferenceUID, string: "1.2.3")
    enhanced.set(.sharedFunctionalGroupsSequence, items: [groups])
    let images = SourceImages(headers: [enhanced], references: [], isLossy: false)
    let source = try SourceSeries { $0.modality = .mr }
    let object = try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: images,
      by: .slices, options: .test
    ).object(0).dataSet
    #expect(object.uid(.sopClassUID) == "1.2.840.10008.5.1.4.1.1.4")
    #expect(object.double(.echoTime) == 2.5)
    #expect(object.strings(.scanningSequence) == ["SE", "GR"])
  }
}
