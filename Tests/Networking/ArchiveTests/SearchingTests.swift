import DICOMModel
import MessageExchange
import TestSupport
import Testing

@testable import Archive

/// Not the one of tests.
private typealias Tag = DICOMModel.Tag

@Suite struct `Searching an archive` {
  private let folder: TemporaryFolder
  private let archive: Archive

  init() throws {
    folder = try TemporaryFolder()
    var objects: [SmallObject] = []
    for (n, (date, time, name, modality)) in [
      ("20251231", "0900", "Doe^John", "CT"), ("20260115", "101530.5", "Doe^Jane", "MR"),
      ("20260116", "235959", "Yamada^Tarou=山田^太郎", "CT"), ("20260201", "10", "O'Neill[1]", "US"),
    ].enumerated() {
      for number in 1...2 {
        for var object in SmallObject.series(3, study: "1.2.\(n + 1)", number: number) {
          object.date = date
          object.time = time
          object.name = name
          object.modality = number == 1 ? modality : "SR"
          object.patient = "P\(n / 2)"
          objects.append(object)
        }
      }
    }
    let place = try TemporaryFolder()
    for object in objects { try folder.write(try object.bytes(), as: "\(object.instance).dcm") }
    archive = try Archive(
      folders: [folder.path], store: nil, index: folder.path("index.sqlite"))
    try archive.scan()
    _ = place
  }

  private func studies(_ matches: [Tag: String]) throws -> [String] {
    try archive.search(
      SearchRequest(
        level: .study, matches: matches.map { SearchRequest.Match([$0.key], value: $0.value) })
    ).matches.map { $0.uid(.studyInstanceUID)?.last.map(String.init) ?? "" }.sorted()
  }

  private static let time = Tag(0x0008, 0x0030)
  private static let modalities = Tag(0x0008, 0x0061)

  @Test func `searches of all shapes are right, and few statements are kept`() throws {
    let keys: [(Tag, String)] = [
      (.studyDate, "20260101-"), (.patientName, "d*"), (.patientName, "doe^jane"),
      (.studyDate, "20260115"), (Self.modalities, "MR"), (Tag(0x0010, 0x0020), "P0"),
      (Self.time, "10-11"), (.studyInstanceUID, "1.2.2"), (.studyInstanceUID, "1.2.2,1.2.3"),
    ]
    for shape in 0..<1 << keys.count {
      let asked = keys.indices.filter { shape >> $0 & 1 == 1 }.map { keys[$0] }
      let request = SearchRequest(
        level: .study, matches: asked.map { SearchRequest.Match([$0.0], value: $0.1) })
      let found = try archive.search(request).matches.compactMap { $0.uid(.studyInstanceUID) }
      #expect(found.contains("1.2.2"), "\(asked)")
      #expect(shape == 0 || found.count < 4)
    }
    #expect((1...SearchStatements.most).contains(archive.index.statements.count))
    let many = (0..<3000).map { "1.9.\($0)" } + ["1.2.2"]
    let list = SearchRequest(
      level: .study, matches: [.init([.studyInstanceUID], value: many.joined(separator: ","))])
    let kept = archive.index.statements.count
    #expect(try archive.search(list).matches.count == 1)
    #expect(archive.index.statements.count == kept)
  }

  @Test(arguments: [200, 201, 5000])
  func `refuses more values than the index joins, and takes what anybody has`(count: Int) throws {
    let names = [SearchRequest.Match](repeating: .init([.patientName], value: "doe*"), count: count)
    let modalities = [String](repeating: "CT", count: count).joined(separator: ",")
    let days = [SearchRequest.Match](
      repeating: .init([.studyDate], value: "20260101-20260131"), count: count)
    for matches in [names, [.init([Self.modalities], value: modalities)], days] {
      let request = SearchRequest(level: .study, matches: matches)
      guard count > 200 else {
        #expect(try archive.search(request).matches.count == 2)
        continue
      }
      let error = try #require(throws: ArchiveIndexError.self) { try archive.search(request) }
      #expect(error.reason == .tooManyValues(limit: 200))
    }
  }

  @Test func `matches names by their groups, without regard to case`() throws {
    #expect(try studies([.patientName: "doe*"]) == ["1", "2"])
    #expect(try studies([.patientName: "DOE^J?NE"]) == ["2"])
    #expect(try studies([.patientName: "doe"]) == [])
    #expect(try studies([.patientName: "Yamada^Tarou"]) == ["3"])
    #expect(try studies([.patientName: "*太郎"]) == ["3"])
    #expect(try studies([.patientName: "o'neill[1]"]) == ["4"])
    #expect(try studies([.patientName: "o'neill[*"]) == ["4"])
  }

  @Test func `matches other texts with regard to case`() throws {
    #expect(try studies([.patientID: "P0"]) == ["1", "2"])
    #expect(try studies([.patientID: "p0"]) == [])
    #expect(try studies([.patientID: "P*"]) == ["1", "2", "3", "4"])
    #expect(try studies([.patientID: ""]) == ["1", "2", "3", "4"])
  }

  @Test func `matches days and times of the day as ranges`() throws {
    #expect(try studies([.studyDate: "20260115"]) == ["2"])
    #expect(try studies([.studyDate: "20260115-20260116"]) == ["2", "3"])
    #expect(try studies([.studyDate: "-20251231"]) == ["1"])
    #expect(try studies([.studyDate: "20260116-"]) == ["3", "4"])
    #expect(try studies([.studyDate: "yesterday"]) == [])
    #expect(try studies([Self.time: "10"]) == ["2", "4"])
    #expect(try studies([Self.time: "0900-1015"]) == ["1", "2", "4"])
    #expect(try studies([Self.time: "235959-"]) == ["3"])
  }

  @Test func `matches lists of UIDs, and modalities of any series`() throws {
    #expect(try studies([.studyInstanceUID: "1.2.1\\1.2.3"]) == ["1", "3"])
    #expect(try studies([.studyInstanceUID: "1.2.1,1.2.4,9.9"]) == ["1", "4"])
    #expect(try studies([Self.modalities: "CT"]) == ["1", "3"])
    #expect(try studies([Self.modalities: "MR\\US"]) == ["2", "4"])
    #expect(try studies([Self.modalities: "SR", .studyDate: "2026-"]) == ["2", "3", "4"])
  }

  @Test func `says how much there is, and which attributes it does not know`() throws {
    let answer = try archive.search(
      SearchRequest(
        level: .study,
        matches: [SearchRequest.Match([Tag(0x0018, 0x0050)], value: "5")], limit: 3))
    #expect(answer.matches.count == 3)
    #expect(answer.remaining == 1)
    #expect(answer.ignored == [[Tag(0x0018, 0x0050)]])
    let study = try #require(answer.matches.last)
    #expect(study.integer(.numberOfStudyRelatedSeries) == 2)
    #expect(study.integer(.numberOfStudyRelatedInstances) == 6)
    #expect(study.strings(Self.modalities)?.count == 2)
  }

  @Test(arguments: [1, 2, 5, 24, 100])
  func `gives pages that together are everything, once`(size: Int) async throws {
    var uids: [String] = []
    for offset in stride(from: 0, to: 24, by: size) {
      let page = try archive.search(
        SearchRequest(level: .instance, limit: size, offset: offset))
      uids += page.matches.compactMap { $0.uid(.sopInstanceUID) }
      #expect(page.remaining == max(0, 24 - offset - size))
    }
    #expect(uids.count == 24)
    #expect(Set(uids).count == 24)
    var others: [String] = []
    var position: IndexPosition?
    repeat {
      let page = try await archive.matches(
        of: Query(level: .image), after: position, atMost: size)
      others += page.elements.compactMap { $0.uid(.sopInstanceUID) }
      position = page.next
    } while position != nil
    #expect(others.count == 24)
    #expect(Set(others) == Set(uids))
  }

  @Test func `answers the node: patients, and the files of a retrieval`() async throws {
    let patients = try await archive.matches(
      of: Query(level: .patient, wanted: [.patientName]), after: nil, atMost: 10)
    #expect(patients.elements.map { $0.string(.patientID) } == ["P0", "P1"])
    let found = try await archive.instances(
      of: Query(
        level: .series, matches: [.studyInstanceUID: "1.2.2", .seriesInstanceUID: "1.2.2.1"]),
      after: nil, atMost: 10)
    #expect(found.elements.map(\.sopInstance) == ["1.2.2.1.1", "1.2.2.1.2", "1.2.2.1.3"])
    #expect(found.next == nil)
  }

  @Test func `gives other attributes if they are asked for`() throws {
    let plain = try archive.search(SearchRequest(level: .instance, limit: 1)).matches[0]
    #expect(plain.string(.photometricInterpretation) == nil)
    let more = try archive.search(
      SearchRequest(level: .instance, included: .tags([.photometricInterpretation]), limit: 1))
    #expect(more.matches[0].string(.photometricInterpretation) == "MONOCHROME2")
    let all = try archive.search(SearchRequest(level: .instance, included: .all, limit: 1))
    #expect(all.matches[0].integer(.bitsStored) == 16)
    #expect(!all.matches[0].contains(.pixelData))
  }
}
