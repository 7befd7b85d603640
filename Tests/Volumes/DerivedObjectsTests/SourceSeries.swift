import DICOMCoding
import DICOMImaging
import DICOMModel
import Foundation
import Geometry
import Phantoms
import SeriesLoading
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

// Testing has a Tag too.
typealias Tag = DICOMModel.Tag

/// A clean series of a phantom with an identity, loaded: what objects are derived from.
struct SourceSeries {
  let folder: TemporaryFolder
  let volume: Volume
  let images: SourceImages

  /// Everything in the source that could tell who somebody is, where and when.
  static let identity = [
    "Doe^Jane", "ID-4711", "19610203", "ACC-0815", "House^Gregory", "STUDY-7", "20240506",
    "General Hospital", "SCANNER-3", "SN-998877", "REQ-12", "112233",
  ]

  init(
    change: (inout PhantomSeries) -> Void = { _ in },
    edit: (inout DataSet, Int) -> Void = { _, _ in }
  ) throws {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 24, rows: 20, slices: 12),
      spacing: SIMD3(4, 4.5, 6))
    change(&series)
    folder = try TemporaryFolder()
    for (n, file) in try series.encodedFiles().enumerated() {
      var set = try Part10Reader().readWhole(file.bytes).dataSet
      Self.identify(&set)
      edit(&set, n)
      try folder.write(
        try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian),
        as: "source/" + file.name)
    }
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path("source")]).volumes.first)
    volume = try loader.load(plan)
    images = try loader.sourceImages(of: plan)
  }

  private static func identify(_ set: inout DataSet) {
    set.set(.patientName, string: identity[0])
    set.set(.patientID, string: identity[1])
    set.set(.patientBirthDate, string: identity[2])
    set.set(.patientSex, string: "F")
    set.set(.accessionNumber, string: identity[3])
    set.set(.referringPhysicianName, string: identity[4])
    set.set(.studyID, string: identity[5])
    set.set(.studyDate, string: identity[6])
    set.set(.seriesDate, string: identity[6])
    set.set(.acquisitionDate, string: identity[6])
    set.set(.acquisitionTime, string: identity[11])
    set.set(.institutionName, string: identity[7])
    set.set(.stationName, string: identity[8])
    set.set(.deviceSerialNumber, string: identity[9])
    var request = DataSet()
    request.set(Tag(0x0040, 0x1001), string: identity[10])
    request.set(Tag(0x0040, 0x0009), string: "SPS")
    set.set(.requestAttributesSequence, items: [request])
  }

  /// A series as PET images: the phantom's values, lifted above 0.
  static func pet() throws -> SourceSeries {
    try SourceSeries(change: { $0.format = StoredFormat(bitsStored: 16, slope: 0.37, intercept: 0) }
    ) {
      set, n in
      set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.128")
      set.set(.modality, string: "PT")
      set.set(.imageType, strings: ["ORIGINAL", "PRIMARY"])
      for tag in [Tag.kvp, .rescaleType, .acquisitionNumber, .patientPosition] { set.remove(tag) }
      for tag in [
        Tag.correctedImage, .collimatorType, .patientOrientationCodeSequence,
        .patientGantryRelationshipCodeSequence, .radiopharmaceuticalInformationSequence,
      ] {
        if DataDictionary.vr(tag) == .sq {
          set.set(tag, items: [])
        } else {
          set.set(tag, bytes: [])
        }
      }
      set.set(.units, string: "BQML")
      set.set(.countsSource, string: "EMISSION")
      set.set(.seriesType, strings: ["STATIC", "IMAGE"])
      set.set(.decayCorrection, string: "START")
      set.set(.decayFactor, double: 1.1 + Double(n) / 100)
      set.set(.frameReferenceTime, double: 1000)
      set.set(.actualFrameDuration, integer: 2000)
      set.set(.numberOfSlices, integer: 12)
      set.set(.imageIndex, integer: n + 1)
    }
  }

  /// Writes a series, loads it again, and returns what came back.
  func derived(_ series: CalibratedSeries) throws -> Volume {
    let paths = (0..<series.count).map { folder.path("derived/\($0).dcm") }
    try FileManager.default.createDirectory(
      atPath: folder.path("derived"), withIntermediateDirectories: true)
    try DerivedFiles.write(to: paths) { try series.object($0) }
    let study = try VolumeLoader().loadAll([folder.path("derived")])
    #expect(study.volumes.count == 1 && study.report.skipped.isEmpty)
    return try #require(study.volumes.first)
  }
}

extension DerivedObjectOptions {
  static var test: DerivedObjectOptions {
    var options = DerivedObjectOptions(
      software: Software(manufacturer: "Sagitta", model: "tests", version: "1"))
    options.creation = Date(timeIntervalSince1970: 1_700_000_000)
    return options
  }

  func with(_ change: (inout DerivedObjectOptions) -> Void) -> DerivedObjectOptions {
    var options = self
    change(&options)
    return options
  }
}

extension Derivation {
  static var slices: Derivation { Derivation([.slices], description: "Stored slices") }
}
