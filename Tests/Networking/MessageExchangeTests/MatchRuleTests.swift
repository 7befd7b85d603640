import DICOMModel
import MessageExchange
import Testing

@Suite struct `Keys of a query` {
  /// Rows: keyword, key, values that match, values that do not (PS3.4 C.2.2.2).
  private static let rows: [(String, String, [String], [String])] = [
    ("PatientID", "", ["", "1"], []),
    ("PatientID", "*", ["", "1"], []),
    ("PatientID", "47*", ["47", "4711"], ["", "147"]),
    ("PatientID", "4?1?", ["4711", "4a1b"], ["411", "47110"]),
    ("PatientID", "a*b*c", ["abc", "axbxbyc"], ["ABC", "ab", "acb"]),
    ("PatientID", "ab", ["ab"], ["AB", "abc", ""]),
    ("PatientName", "doe^j*", ["Doe^John", "DOE^J"], ["Smith^J", ""]),
    ("PatientName", "Müller*", ["MÜLLER^Jörg"], ["Mueller"]),
    ("PatientName", "山田*", ["Yamada^Tarou=山田^太郎=やまだ^たろう", "山田"], ["Yamada^Tarou"]),
    ("PatientName", "yamada^tarou", ["Yamada^Tarou=山田^太郎"], ["Yamada"]),
    ("StudyInstanceUID", "1.2\\1.3", ["1.2", "1.3"], ["1.2.3", "", "1"]),
    ("StudyInstanceUID", "1.2*", ["1.2*"], ["1.2.3"]),
    ("StudyDate", "20260131", ["20260131"], ["20260130", ""]),
    ("StudyDate", "20260101-20260131", ["20260101", "20260115", "20260131"], ["20260201", ""]),
    ("StudyDate", "-20260131", ["19990101"], ["20260201", ""]),
    ("StudyDate", "20260131-", ["20260131", "20270101"], ["20260130"]),
    ("StudyTime", "10-1130", ["10", "101500", "113059.5"], ["095959", "1131"]),
    ("AcquisitionDateTime", "2026-0500", ["2026-0500"], ["2027"]),
    ("AcquisitionDateTime", "20260101-0500-20260102", ["20260101120000+0100"], ["20260103"]),
    ("SeriesNumber", "7", ["7", "07"], ["8", ""]),
    ("Modality", "C*", ["CT", "CR"], ["MR"]),
  ]

  @Test(arguments: rows)
  func `match as the standard has it`(
    keyword: String, key: String, matching: [String], others: [String]
  ) throws {
    let rule = MatchRule(key, of: try #require(Tag(keyword: keyword)))
    #expect(matching.allSatisfy(rule.accepts), "\(rule)")
    #expect(!others.contains(where: rule.accepts), "\(rule)")
  }

  @Test func `of many stars take no longer than they must`() {
    let rule = MatchRule(String(repeating: "a*", count: 30) + "b", of: .patientID)
    #expect(!rule.accepts(String(repeating: "a", count: 10_000)))
  }

  @Test func `are read from an identifier as they were written`() throws {
    var query = Query(level: .series, wanted: [.modality, .seriesDescription])
    query.matches = [
      .studyInstanceUID: "1.2", .seriesInstanceUID: "1.3\\1.4", .patientName: "Müller*",
    ]
    let read = try #require(Query(identifier: query.identifier))
    #expect(read.level == .series && read.matches == query.matches)
    #expect(Set(read.wanted) == [.modality, .seriesDescription])
    #expect(Query(identifier: DataSet()) == nil)
    var odd = DataSet()
    odd.set(.queryRetrieveLevel, string: "FRAME")
    #expect(Query(identifier: odd) == nil)
  }

  @Test func `find one of several values, and nothing where there is none`() {
    var dataSet = DataSet()
    dataSet.set(Tag(0x0008, 0x0061), strings: ["CT", "PT"])
    let tag = Tag(0x0008, 0x0061)
    #expect(Query(level: .study, matches: [tag: "PT"]).accepts(dataSet))
    #expect(!Query(level: .study, matches: [tag: "MR"]).accepts(dataSet))
    #expect(!Query(level: .study, matches: [.patientID: "1"]).accepts(dataSet))
    #expect(Query(level: .study, matches: [.patientID: "*"]).accepts(dataSet))
  }
}
