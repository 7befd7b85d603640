import DICOMModel
import MessageExchange
import Testing

@Suite struct `Queries` {
  @Test func `name a character set always, and UTF-8 when texts leave ASCII`() {
    let plain = Query(level: .study, matches: [.patientName: "MUELLER*"])
    #expect(plain.identifier[.specificCharacterSet] != nil)
    #expect(plain.identifier.bytes(.specificCharacterSet)?.isEmpty == true)
    for name in ["Müller^Jörg", "山田^太郎", "Люкceмбypг"] {
      let identifier = Query(level: .study, matches: [.patientName: name]).identifier
      #expect(identifier.string(.specificCharacterSet) == "ISO_IR 192")
      #expect(identifier.string(.patientName) == name)
      let bytes = identifier.bytes(.patientName).map { Array($0) } ?? []
      #expect(bytes.starts(with: Array(name.utf8)) && bytes.count.isMultiple(of: 2))
    }
  }

  @Test func `ask for the key of their level, and for what is wanted, with empty values`() {
    for level in Query.Level.allCases {
      let identifier = Query(level: level, wanted: [.studyDate, .modality]).identifier
      #expect(identifier.string(.queryRetrieveLevel) == level.rawValue)
      for tag in [level.uniqueKey, .studyDate, .modality] {
        #expect(identifier.bytes(tag)?.isEmpty == true)
      }
    }
  }

  @Test func `keep values of keys that are wanted, too`() {
    let query = Query(
      level: .series, matches: [.studyInstanceUID: "1.2", .seriesInstanceUID: "1.3"],
      wanted: [.seriesInstanceUID, .modality])
    #expect(query.identifier.uid(.seriesInstanceUID) == "1.3")
    #expect(query.identifier.uid(.studyInstanceUID) == "1.2")
  }

  @Test func `retrieve with the level and the unique keys of it and above, and nothing else`() {
    let query = Query(
      level: .image,
      matches: [
        .studyInstanceUID: "1.2", .seriesInstanceUID: "1.3", .sopInstanceUID: "1.4\\1.5",
        .patientName: "A*", .modality: "CT",
      ], wanted: [.studyDate])
    let tags = query.retrieval.elements.map(\.tag)
    #expect(
      tags == [.sopInstanceUID, .queryRetrieveLevel, .studyInstanceUID, .seriesInstanceUID])
  }

  @Test func `list UIDs with backslashes`() {
    let query = Query(level: .image, matches: [.sopInstanceUID: "1.4\\1.5\\1.6"])
    #expect(query.retrieval.strings(.sopInstanceUID) == ["1.4", "1.5", "1.6"])
    #expect(query.identifier.strings(.sopInstanceUID) == ["1.4", "1.5", "1.6"])
  }

  @Test func `belong to models whose classes are told apart`() {
    for model in InformationModel.allCases {
      for sopClass in [model.find, model.move, model.get] {
        #expect(InformationModel(sopClass: sopClass) == model)
      }
      #expect(InformationModel(sopClass: model.find + "1") == nil)
    }
    #expect(InformationModel(sopClass: SOPClass.verification) == nil)
    #expect(SOPClass.isStorage("1.2.840.10008.5.1.4.1.1.2"))
    #expect(!SOPClass.isStorage(InformationModel.studyRoot.find))
  }
}
