import DICOMCoding
import DICOMModel
import TestSupport
import Testing
import WebServices

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct `Data sets in JSON` {
  private func read(_ json: String) throws -> [DataSet] {
    try DICOMJSONReader.dataSets(Array(json.utf8))
  }

  @Test func `have the values of every representation`() throws {
    let dataSet = try #require(
      try read(
        """
        [{"00080005":{"vr":"CS","Value":["ISO_IR 100"]},
          "00080020":{"vr":"DA","Value":["20260102"]},
          "00100010":{"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎"},null]},
          "00200013":{"vr":"IS","Value":["12"]}, "00201208":{"vr":"IS","Value":[34]},
          "00280010":{"vr":"US","Value":[512]}, "00280011":{"vr":"US","Value":["513"]},
          "00280030":{"vr":"DS","Value":[0.123456789012345678,"0.5"]},
          "00280107":{"vr":"SS","Value":[-3]}, "00189087":{"vr":"FD","Value":[1.5]},
          "00280009":{"vr":"AT","Value":["00181063"]}, "00100040":{"vr":"CS"},
          "00081140":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2"]}},{}]},
          "00420011":{"vr":"OB","InlineBinary":"AQID"},
          "7FE00010":{"vr":"OW","BulkDataURI":"http://elsewhere/1"}}]
        """
      ).first)
    #expect(dataSet.string(.specificCharacterSet) == "ISO_IR 192")
    #expect(dataSet.string(.studyDate) == "20260102")
    #expect(dataSet.strings(.patientName) == ["Yamada^Tarou=山田^太郎", ""])
    #expect(dataSet.integers(.instanceNumber) == [12] && dataSet.integers(.rows) == [512])
    #expect(dataSet.integers(.columns) == [513] && dataSet.integers(Tag(0x28, 0x107)) == [-3])
    let spacing = try #require(dataSet.doubles(.pixelSpacing))
    #expect(abs(spacing[0] - 0.123456789012345678) < 1e-13 && spacing[1] == 0.5)
    #expect(dataSet.doubles(Tag(0x18, 0x9087)) == [1.5])
    #expect(dataSet.tags(Tag(0x28, 9)) == [Tag(0x18, 0x1063)])
    #expect(dataSet.contains(Tag(0x10, 0x40)) && dataSet.string(Tag(0x10, 0x40)) == nil)
    #expect(dataSet.items(Tag(8, 0x1140))?.map { $0.uid(Tag(8, 0x1155)) } == ["1.2", nil])
    #expect(dataSet.bytes(Tag(0x42, 0x11)).map(Array.init) == [1, 2, 3, 0])
    #expect(dataSet.bytes(.pixelData)?.isEmpty == true)
  }

  @Test func `are what was written as such`() throws {
    var dataSet = DataSet()
    dataSet.set(.specificCharacterSet, string: "ISO_IR 192")
    dataSet.set(.patientName, string: "Müller^Jörg")
    dataSet.set(.rows, integer: 7)
    dataSet.set(.imagePositionPatient, doubles: [1.25, -2, 1e-7])
    var item = DataSet()
    item.set(Tag(8, 0x1155), string: "1.2.3")
    dataSet.set(Tag(8, 0x1140), items: [item])
    let json = try JSONEncoder().encode([DICOMJSON(dataSet)])
    let read = try DICOMJSONReader.dataSets(Array(json))
    #expect(
      try read.map { try Part10Writer().dataSet($0, transferSyntax: .explicitVRLittleEndian) }
        == [try Part10Writer().dataSet(dataSet, transferSyntax: .explicitVRLittleEndian)])
  }

  @Test func `may be one, or none`() throws {
    #expect(try read("").isEmpty && read(" \n").isEmpty && read("[]").isEmpty)
    #expect(try read(" {\"00280010\":{\"vr\":\"US\",\"Value\":[1]}}").first?.integer(.rows) == 1)
  }

  @Test(arguments: [
    #"{"00280010":{"vr":"US","Value":[70000]}}"#, #"{"00280010":{"vr":"US","Value":[-1]}}"#,
    #"{"00280010":{"vr":"US","Value":[1.5]}}"#, #"{"00280010":{"vr":"US","Value":["x"]}}"#,
    #"{"00280010":{"vr":"US","Value":[null]}}"#, #"{"00280010":{"vr":"US","Value":[1e300]}}"#,
    #"{"00280010":{"vr":"SV","Value":[1e300]}}"#, #"{"x":{"vr":"US","Value":[1]}}"#,
    #"{"+0280010":{"vr":"US","Value":[1]}}"#, #"{"00280010":{"vr":"OW","Value":[1]}}"#,
    #"{"00280010":{"vr":"OB","InlineBinary":"*"}}"#,
  ]) func `leave out what does not fit`(json: String) throws {
    let dataSet = try #require(try read(json).first)
    #expect(dataSet.integer(.rows) == nil)
  }

  @Test func `that are none say where, and repeat nothing of it`() {
    let wrong = [
      "[1]", "1", "[", "{\"00100010\":7}", #"{"00100010":{"vr":"PN","Value":"SECRET"}}"#,
      #"[{"00100010":{"vr":"PN","Value":[["SECRET"]]}}]"#, "\u{0}\u{1}", "null",
      String(repeating: "[", count: 100_000),
      #"{"00081140":{"vr":"SQ","Value":["# + String(repeating: "[", count: 100_000),
    ]
    for json in wrong {
      let error = #expect(throws: WebServiceError.self) { try read(json) }
      #expect(error?.description.contains("SECRET") == false)
      #expect((error?.description.utf8.count ?? 0) < 300)
    }
  }
}

@Suite struct `Answers to storing` {
  @Test func `are read as they are written`() {
    let response = StoreResponse(
      stored: [
        .init(sopClass: "1.1", sopInstance: "1.2", retrieveURL: "http://a/b"),
        .init(sopClass: "1.1", sopInstance: "1.3", warning: 0xB000),
      ],
      failed: [.init(sopClass: "1.1", sopInstance: "1.4", reason: 0xA900)], others: [0xC000],
      retrieveURL: "http://a")
    #expect(StoreResponse(response.dataSet) == response)
    #expect(StoreResponse(StoreResponse().dataSet) == StoreResponse())
  }

  @Test func `have a sequence of failures only if something failed`() {
    let good = StoreResponse(stored: [.init(sopClass: "1.1", sopInstance: "1.2")])
    #expect(!good.dataSet.contains(Tag(8, 0x1198)) && !good.dataSet.contains(Tag(8, 0x119A)))
    #expect(good.dataSet.contains(Tag(8, 0x1190)))
  }

  @Test func `have the status of the whole`() {
    let stored = StoreResponse.Stored(sopClass: "1.1", sopInstance: "1.2")
    let failed = StoreResponse.Failed(sopClass: "1.1", sopInstance: "1.4", reason: 272)
    var coerced = stored
    coerced.warning = 0xB000
    #expect(StoreResponse(stored: [stored]).status == 200)
    #expect(StoreResponse(stored: [coerced]).status == 202)
    #expect(StoreResponse(stored: [stored], failed: [failed]).status == 202)
    #expect(StoreResponse(stored: [stored], others: [272]).status == 202)
    #expect(StoreResponse(failed: [failed]).status == 409)
    #expect(StoreResponse(others: [272]).status == 409)
  }
}
