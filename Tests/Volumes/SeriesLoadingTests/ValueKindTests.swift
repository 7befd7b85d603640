import DICOMImaging
import DICOMModel
import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct SUVTests {
  /// A PET series with a slope of its own for every slice; 70 kg, 370 MBq of F-18 an hour before
  /// the scan.
  private static func series(_ change: (inout DataSet, Int) -> Void = { _, _ in }) -> [DataSet] {
    TestImages.series(3).enumerated().map { n, image in
      var image = image
      image.set(.modality, string: "PT")
      image.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.128")
      image.set(.units, string: "BQML")
      image.set(.decayCorrection, string: "START")
      image.set(.correctedImage, strings: ["NORM", "DTIM", "ATTN", "SCAT", "DECY", "RAN"])
      image.set(.patientWeight, double: 70)
      image.set(.seriesDate, string: "20260301")
      image.set(.seriesTime, string: "110000")
      image.set(.acquisitionDate, string: "20260301")
      image.set(.acquisitionTime, string: "11000\(n)")
      image.set(.radiopharmaceuticalInformationSequence, items: [drug()])
      image.set(.rescaleSlope, double: Double(n + 1))
      image.set(.rescaleIntercept, double: 0)
      image.set(.windowCenter, double: 1000)
      image.set(.windowWidth, double: 4000)
      change(&image, n)
      return image
    }
  }

  private static func drug(_ change: (inout DataSet) -> Void = { _ in }) -> DataSet {
    var drug = DataSet()
    drug.set(.radionuclideTotalDose, double: 370e6)
    drug.set(.radionuclideHalfLife, double: 6586.2)
    drug.set(.radiopharmaceuticalStartTime, string: "100000")
    change(&drug)
    return drug
  }

  private static let loader = {
    var loader = VolumeLoader()
    loader.values = .suvBodyWeight
    return loader
  }()

  /// The factor that the definition gives for a decay of some seconds.
  private static func factor(_ seconds: Double) -> Double {
    70_000 / (370e6 * exp2(-seconds / 6586.2))
  }

  private static func factor(of images: [DataSet]) throws -> Double? {
    try Loaded(images, loader).finding(.suv)?.values["factor"]?[0]
  }

  /// What is said to be missing.
  private static func problem(_ change: (inout DataSet) -> Void) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write(
      series { image, _ in change(&image) })
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    #expect(throws: LoadError.self) { try loader.load(plan) }
    #expect(plan.findings.map(\.code).contains(.valuesUnavailable))
    return plan.valueProblem ?? ""
  }

  @Test func `activities become uptake with every slice's own slope`() throws {
    let found = try Loaded(Self.series(), Self.loader)
    let volume = try #require(found.volumes.first)
    let factor = Self.factor(3600)
    for k in 0..<3 {
      let stored = Double(100 * k + 13)
      #expect(volume[3, 2, k] == Float(stored * (Double(k + 1) * factor)))
    }
    #expect(volume.attributes.unit == "SUVbw")
    let window = try #require(volume.attributes.windows.first)
    #expect(window.center == 1000 * factor && window.width == 4000 * factor)
    let finding = try #require(found.finding(.suv))
    #expect(finding.values["decaySeconds"] == [3600])
    let dose = try #require(finding.values["doseBq"]?.first)
    #expect(abs(dose - 370e6 * exp2(-3600 / 6586.2)) < 1)
  }

  @Test func `the scan begins with the series, unless the series was made later`() throws {
    #expect(try Self.factor(of: Self.series()) == Self.factor(3600))
    let later = Self.series { image, n in
      image.set(.seriesTime, string: "180000")
      // The first bed in time is not the first slice.
      image.set(.acquisitionTime, string: n == 1 ? "105000" : "111500")
    }
    #expect(try Self.factor(of: later) == Self.factor(3000))
    let noted = Self.series { image, _ in
      image.set(.seriesTime, string: "180000")
      image.set(Tag(0x0009, 0x0010), vr: .lo, bytes: Array("GEMS_PETD_01".utf8))
      image.set(Tag(0x0009, 0x100D), vr: .dt, bytes: Array("20260301105500.00 ".utf8))
    }
    #expect(try Self.factor(of: noted) == Self.factor(3300))
  }

  @Test func `an injection before midnight lies on the day before`() throws {
    let night = Self.series { image, _ in
      for tag in [Tag.seriesTime, .acquisitionTime] { image.set(tag, string: "003000") }
      let drug = Self.drug { $0.set(.radiopharmaceuticalStartTime, string: "234500") }
      image.set(.radiopharmaceuticalInformationSequence, items: [drug])
    }
    #expect(try Self.factor(of: night) == Self.factor(2700))
    let dated = Self.series { image, _ in
      let drug = Self.drug {
        $0.set(.radiopharmaceuticalStartDateTime, string: "20260228110000")
      }
      image.set(.radiopharmaceuticalInformationSequence, items: [drug])
    }
    #expect(try Self.factor(of: dated) == Self.factor(86_400))
  }

  @Test func `values that are uptake already, or corrected to the injection, need no decay`() throws
  {
    let done = Self.series { image, _ in
      image.set(.units, string: "GML")
      image.remove(.patientWeight)
    }
    #expect(try Self.factor(of: done) == 1)
    let corrected = Self.series { image, _ in image.set(.decayCorrection, string: "ADMIN") }
    #expect(try Self.factor(of: corrected) == 70_000 / 370e6)
    let philips = Self.series { image, _ in
      image.set(.units, string: "CNTS")
      image.set(Tag(0x7053, 0x0010), vr: .lo, bytes: Array("Philips PET Private Group ".utf8))
      image.set(Tag(0x7053, 0x1000), vr: .ds, bytes: Array("0.00025 ".utf8))
    }
    #expect(try Self.factor(of: philips) == 0.00025)
  }

  @Test func `what is missing is named with its tag`() throws {
    func withoutDrug(_ tag: Tag) throws -> String {
      try Self.problem { image in
        image.set(
          .radiopharmaceuticalInformationSequence, items: [Self.drug { $0.remove(tag) }])
      }
    }
    #expect(try Self.problem { $0.remove(.patientWeight) }.contains("(0010,1030)"))
    #expect(try Self.problem { $0.set(.patientWeight, string: "0") }.contains("(0010,1030)"))
    #expect(try Self.problem { $0.remove(.units) }.contains("(0054,1001)"))
    #expect(try Self.problem { $0.remove(.decayCorrection) }.contains("(0054,1102)"))
    #expect(try Self.problem { $0.remove(.correctedImage) }.contains("(0028,0051)"))
    #expect(try withoutDrug(.radionuclideTotalDose).contains("(0018,1074)"))
    #expect(try withoutDrug(.radionuclideHalfLife).contains("(0018,1075)"))
    #expect(try withoutDrug(.radiopharmaceuticalStartTime).contains("(0018,1072)"))
    #expect(
      try Self.problem { image in
        for tag in [Tag.seriesTime, .acquisitionTime] { image.remove(tag) }
      }.contains("(0008,0031)"))
    #expect(try Self.problem { $0.set(.decayCorrection, string: "NONE") }.contains("NONE"))
    #expect(try Self.problem { $0.set(.units, string: "PROPCPS") }.contains("PROPCPS"))
    #expect(try Self.problem { $0.set(.modality, string: "CT") }.contains("not PET"))
  }
}

@Suite struct RealWorldTests {
  private static let loader = {
    var loader = VolumeLoader()
    loader.values = .realWorld
    return loader
  }()

  private static func mapping(_ change: (inout DataSet) -> Void = { _ in }) -> DataSet {
    var item = DataSet()
    item.set(.realWorldValueFirstValueMapped, vr: .us, integer: 5)
    item.set(.realWorldValueLastValueMapped, vr: .us, integer: 112)
    item.set(.realWorldValueSlope, double: 0.5)
    item.set(.realWorldValueIntercept, double: -3)
    var unit = DataSet()
    unit.set(.codeValue, string: "mm2/s")
    item.set(Tag(0x0040, 0x08EA), items: [unit])
    change(&item)
    return item
  }

  private static func images(_ item: DataSet) -> [DataSet] {
    TestImages.series(2).map { image in
      var image = image
      image.set(.realWorldValueMappingSequence, items: [item])
      return image
    }
  }

  @Test func `stored values, not modality values, are mapped, and others have no value`() throws {
    let found = try Loaded(Self.images(Self.mapping()), Self.loader)
    let volume = try #require(found.volumes.first)
    #expect(volume.attributes.unit == "mm2/s" && volume.attributes.windows.isEmpty)
    #expect(volume[0, 1, 0] == -0.5 && volume.isValid(0, 1, 0))
    #expect(volume[4, 0, 0].isNaN && !volume.isValid(4, 0, 0))
    #expect(volume[2, 2, 1] == 53 && !volume.isValid(3, 2, 1))
    #expect(volume.valueRange == -0.5...53)
    #expect(found.finding(.realWorldValues)?.values["stored"] == [5, 112])
  }

  @Test func `a table maps each stored value`() throws {
    let table = (0..<108).map { Double($0 * $0) }
    let item = Self.mapping { $0.set(.realWorldValueLUTData, doubles: table) }
    let volume = try #require(try Loaded(Self.images(item), Self.loader).volumes.first)
    #expect(volume[1, 1, 0] == 1 && volume[4, 3, 0] == 196 && volume[2, 2, 1] == 107 * 107)
  }

  @Test func `the frames of enhanced objects have mappings of their own`() throws {
    let object = EnhancedImage(
      frames: (0..<3).map { n in
        .init(
          z: Double(n), first: 10,
          macros: [
            (
              .realWorldValueMappingSequence,
              Self.mapping {
                $0.set(.realWorldValueSlope, double: Double(n + 1))
              }
            )
          ])
      })
    let volume = try #require(try Loaded([object.dataSet], Self.loader).volumes.first)
    #expect((0..<3).map { volume[0, 0, $0] } == [7, 17, 27])
  }

  @Test func `without a mapping there are no such values`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(2))
    let plan = try #require(try Self.loader.scan([folder.path]).volumes.first)
    #expect(throws: LoadError.self) { try Self.loader.load(plan) }
    #expect(plan.valueProblem?.contains("(0040,9096)") == true)
    let wrong = Self.images(Self.mapping { $0.remove(.realWorldValueSlope) })
    try folder.write(wrong)
    #expect(try Self.loader.scan([folder.path]).volumes.first?.valueProblem != nil)
  }
}
