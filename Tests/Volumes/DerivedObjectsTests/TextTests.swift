import DICOMCoding
import DICOMImaging
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

@Suite struct `The texts of derived objects` {
  private static func object(
    _ source: SourceSeries, _ options: DerivedObjectOptions = .test
  ) throws -> DataSet {
    try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: options
    ).object(0).dataSet
  }

  /// A source whose descriptions are these bytes in a set.
  private static func source(_ terms: [String], _ bytes: [UInt8]) throws -> SourceSeries {
    try SourceSeries(edit: { set, _ in
      set.set(.specificCharacterSet, strings: terms)
      for tag in [Tag.seriesDescription, .studyDescription] { set.set(tag, bytes: bytes) }
    })
  }

  // As Python's codecs write them: euc_kr, iso2022_jp, iso8859_7, iso8859_5 and latin_1 behind
  // the escape sequences of PS3.3 C.12.1.1.2.
  static let switching: [(terms: [String], bytes: [UInt8], text: String)] = [
    (["", "ISO 2022 IR 149"], [0x1B, 0x24, 0x29, 0x43, 0xB5, 0xCE, 0xBA, 0xCE], "두부"),
    (
      ["", "ISO 2022 IR 87"],
      [0x1B, 0x24, 0x42, 0x46, 0x2C, 0x49, 0x74, 0x1B, 0x28, 0x42], "頭部"
    ),
    (["", "ISO 2022 IR 126"], [0x1B, 0x2D, 0x46, 0xCA, 0xE5], "Κε"),
    (["", "ISO 2022 IR 144"], [0x1B, 0x2D, 0x4C, 0xB3, 0xDE], "Го"),
    (["", "ISO 2022 IR 100"], [0x53, 0x63, 0x68, 0x1B, 0x2D, 0x41, 0xE4], "Schä"),
  ]

  @Test(arguments: switching.indices)
  func `survive sets that switch`(_ n: Int) throws {
    let (terms, bytes, text) = Self.switching[n]
    let object = try Self.object(try Self.source(terms, bytes))
    #expect(object.string(.seriesDescription) == text + " (slices)")
    #expect(object.string(.studyDescription) == text)
    #expect(object.strings(.specificCharacterSet) == ["ISO_IR 192"])
    #expect(object.string(.patientName) == SourceSeries.identity[0])
  }

  @Test func `keep a set that holds them, and its bytes`() throws {
    let latin: [UInt8] = [0x53, 0x63, 0x68, 0xE4]
    let source = try Self.source(["ISO_IR 100"], latin)
    let object = try Self.object(source)
    #expect(object.strings(.specificCharacterSet) == ["ISO_IR 100"])
    #expect(object.bytes(.studyDescription).map(Array.init) == latin)
    // A description of other letters takes all texts to UTF-8.
    let greek = try Self.object(source, .test.with { $0.seriesDescription = "Οστό" })
    #expect(greek.strings(.specificCharacterSet) == ["ISO_IR 192"])
    #expect(greek.string(.seriesDescription) == "Οστό" && greek.string(.studyDescription) == "Schä")
    let anonymous = try Self.object(
      source,
      .test.with {
        $0.seriesDescription = "Οστό"
        $0.isAnonymous = true
      })
    #expect(anonymous.string(.seriesDescription) == "Οστό")
    #expect(anonymous.string(.studyDescription) == nil)
  }

  @Test func `hold no value that the standard forbids, and say which were put right`() throws {
    let source = try SourceSeries(edit: { set, _ in
      set.set(.patientBirthDate, string: "***")
      set.set(.studyDate, string: "2024.05.06")
      set.set(.studyTime, string: "10:11:12")
      set.set(.patientAge, string: "45Y")
      set.set(.patientSex, string: "female")
      set.set(.acquisitionTime, string: "25ZZ")
      set.set(.kvp, bytes: Array("***".utf8))
      set.set(.patientName, bytes: Array("Doe\u{7}Jane".utf8))
    })
    let object = try Self.object(source)
    #expect(object.bytes(.patientBirthDate)?.isEmpty == true)
    #expect(object.string(.studyDate) == "20240506" && object.string(.studyTime) == "101112")
    #expect(object.string(.patientAge) == "045Y" && object.string(.patientSex) == "F")
    #expect(object.string(.acquisitionTime) == nil && object.string(.kvp) == nil)
    #expect(object.string(.patientName) == "Doe Jane")
    let note = try #require(object.string(.derivationDescription))
    for name in ["Birth Date", "Study Date", "Age", "Sex", "Acquisition Time", "KVP", "Name"] {
      #expect(note.contains(name), "\(name) in: \(note)")
    }
    let clean = try Self.object(try SourceSeries())
    #expect(clean.string(.derivationDescription) == "Stored slices; values stored exactly")
  }

  @Test(arguments: [
    ("20240229", "20240229"), ("20230229", ""), ("2024-01-02", "20240102"), ("20241301", ""),
    ("00000000", ""),
  ])
  func `know dates`(_ value: String, _ legal: String) {
    #expect(LegalValue.of(value, vr: .da, tag: .studyDate) == legal)
  }

  @Test(arguments: [
    ("235959.123456", "235959.123456"), ("235959.1234567", "235959.123456"), ("240000", ""),
    ("12:30", "1230"), ("noon", ""), ("10", "10"),
  ])
  func `know times`(_ value: String, _ legal: String) {
    #expect(LegalValue.of(value, vr: .tm, tag: .studyTime) == legal)
  }
}

@Suite struct `Deterministic identifiers` {
  private static let fixed = DerivedObjectOptions.test.with {
    $0.identifiers = .deterministic
    $0.creation = nil
  }

  @Test func `differ wherever the objects do`() throws {
    let source = try SourceSeries()
    func uid(
      _ options: DerivedObjectOptions, window: DisplayWindow? = nil, thickness: Double? = nil
    ) throws -> [String] {
      let series = try CalibratedSeries(
        CalibratedPlanes(slicesOf: source.volume, thickness: thickness),
        of: source.volume.attributes, from: source.images, by: .slices, window: window,
        options: options)
      let object = try series.object(0)
      #expect(object.dataSet.uid(.sopInstanceUID) == object.sopInstanceUID)
      return [series.seriesInstanceUID, object.sopInstanceUID]
    }
    let windows = [
      DisplayWindow(center: 40, width: 400), DisplayWindow(center: 40, width: 401),
      DisplayWindow(center: 40, width: 400, function: .linearExact),
    ]
    var all = try windows.map { try uid(Self.fixed, window: $0) }
    all.append(try uid(Self.fixed))
    all.append(try uid(Self.fixed, thickness: 17))
    all.append(try uid(Self.fixed.with { $0.transferSyntax = .rleLossless }))
    all.append(try uid(Self.fixed.with { $0.seriesDescription = "other" }))
    all.append(try uid(Self.fixed.with { $0.seriesNumber = 77 }))
    all.append(try uid(Self.fixed.with { $0.isAnonymous = true }))
    #expect(Set(all.map { $0[0] }).count == all.count)
    #expect(Set(all.map { $0[1] }).count == all.count)
    #expect(try uid(Self.fixed) == uid(Self.fixed))
  }

  @Test func `of pictures differ by all that the object says`() throws {
    let frames = (0..<2).map { Raster(width: 2, height: 1, samples: .gray8([UInt8($0), 9])) }
    func uid(_ change: (inout SecondaryCapture.Details) -> Void) throws -> String {
      var details = SecondaryCapture.Details()
      change(&details)
      return try SecondaryCapture(
        frames, from: nil, by: .slices, details: details, options: Self.fixed
      ).object().sopInstanceUID
    }
    let all = [
      try uid { _ in }, try uid { $0.framesPerSecond = 5 }, try uid { $0.modality = "CT" },
      try uid { $0.instanceNumber = 2 },
    ]
    #expect(try Set(all).count == 4 && uid { _ in } == all[0])
  }

  @Test func `colours in JPEG 2000 say that they are transformed`() throws {
    let picture = Raster(width: 2, height: 1, samples: .rgb8([250, 3, 7, 0, 128, 255]))
    let object = try SecondaryCapture(
      [picture], from: nil, by: .slices,
      options: Self.fixed.with { $0.transferSyntax = .jpeg2000Lossless }
    ).object().dataSet
    #expect(object.string(.photometricInterpretation) == "YBR_RCT")
    let stream = try #require(object.bytes(.pixelData)).map(\.self)
    // COD: marker, length, style, progression, layers, then the transform of components.
    let marker = try #require(
      stream.indices.first { $0 + 8 < stream.count && stream[$0] == 0xFF && stream[$0 + 1] == 0x52 }
    )
    #expect(stream[marker + 8] == 1)
  }
}
