import DICOMModel
import TestSupport
import Testing
import WebServices

@Suite struct `Search parameters` {
  private func read(_ query: String) throws -> QueryParameters {
    try QueryParameters(try QueryItems(query: query))
  }

  @Test func `are read as viewers write them`() throws {
    let parameters = try read(
      "limit=101&offset=5&fuzzymatching=true&includefield=00081030,00080060&includefield=PatientAge"
        + "&PatientName=*M%C3%BCller*&00100020=&StudyDate=20260101-20260131&accept=a/b")
    #expect(parameters.limit == 101 && parameters.offset == 5 && parameters.isFuzzy)
    #expect(
      parameters.included == [[Tag(8, 0x1030)], [Tag(8, 0x60)], [Tag(0x10, 0x1010)]])
    #expect(
      parameters.matches == [
        .init([.patientName], "*Müller*"), .init([.patientID], ""),
        .init([.studyDate], "20260101-20260131"),
      ])
    #expect(parameters.others == [QueryItems.Item("accept", "a/b")])
    #expect(!parameters.includesAll)
  }

  @Test func `may lie in sequences, and be everything`() throws {
    let parameters = try read(
      "RequestAttributesSequence.00400009=7&includefield=all&includefield=00400275.00401001"
        + "&emptyvaluematching=true&multiplevaluematching=TRUE&fuzzymatching=false")
    #expect(parameters.matches == [.init([Tag(0x40, 0x275), Tag(0x40, 9)], "7")])
    #expect(parameters.includesAll && !parameters.isFuzzy)
    #expect(parameters.included == [[Tag(0x40, 0x275), Tag(0x40, 0x1001)]])
    #expect(parameters.hasEmptyValueMatching && parameters.hasMultipleValueMatching)
  }

  @Test func `are written as they are read`() throws {
    var parameters = QueryParameters()
    parameters.matches = [
      .init([.patientName], "A&B=c +ü%*"), .init([Tag(0x40, 0x275), Tag(0x40, 9)], "x"),
    ]
    parameters.included = [[.studyDescription]]
    parameters.limit = 3
    parameters.offset = 4
    parameters.isFuzzy = true
    parameters.includesAll = true
    let text = parameters.items.text
    #expect(
      text
        == "00100010=A%26B%3Dc%20%2B%C3%BC%25*&00400275.00400009=x&includefield=00081030"
        + "&includefield=all&limit=3&offset=4&fuzzymatching=true")
    #expect(try read(text) == parameters)
    #expect(QueryParameters().items.text == "")
  }

  @Test func `name a list of UIDs with commas or with backslashes`() {
    #expect(QueryParameters.uids("1.2,3.4") == ["1.2", "3.4"])
    #expect(QueryParameters.uids("1.2\\3.4\\") == ["1.2", "3.4"])
    #expect(QueryParameters.uids("1.2") == ["1.2"] && QueryParameters.uids("").isEmpty)
  }

  @Test(arguments: [
    "limit=", "limit=-1", "limit=x", "offset=1.5", "offset=-3", "fuzzymatching=yes",
    "multiplevaluematching=",
  ]) func `with values that make no sense are refused`(query: String) throws {
    #expect(throws: WebServiceError.self) { try read(query) }
  }

  @Test func `that nobody knows are passed over`() throws {
    let parameters = try read(
      "a=b&=&&c&NoKeyword=1&0010002=2&%zz=%4&+0010001=1&includefield=Nothing")
    #expect(parameters.matches.isEmpty && parameters.included.isEmpty)
    #expect(
      parameters.others.map(\.name) == ["a", "", "c", "NoKeyword", "0010002", "%zz", " 0010001"])
    #expect(parameters.others[5].value == "%4")
  }

  @Test func `that are too long are refused`() {
    let long = "a=" + String(repeating: "b", count: 1 << 16)
    #expect(throws: WebServiceError.self) { try QueryItems(query: long) }
  }
}
