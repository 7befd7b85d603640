import Foundation
import SagittaEngine
import Testing
import WebServices

@testable import RenderedVolumes

/// What a client has already is not made again.
@Suite struct FreshnessTests {
  private func tag(_ answers: Answers, _ query: String, accept: String = "image/png") throws
    -> String
  {
    try #require(
      try answers.answer("renderedmpr", query, accept: accept).headers["etag"])
  }

  @Test func `equal pictures have equal tags, and others have others`() throws {
    let answers = try Answers()
    let plain = try tag(answers, "orientation=a")
    #expect(plain == (try tag(answers, "orientation=a&view=somebody")))
    let others = try [
      tag(answers, "orientation=p"), tag(answers, "orientation=a", accept: "image/jpeg"),
      tag(answers, ""),
    ]
    #expect(Set(others + [plain]).count == 4)
  }

  @Test func `an image that changed gives the picture another tag`() throws {
    let answers = try Answers()
    let before = try tag(answers, "orientation=a")
    answers.archive.instances[2].version = "2"
    #expect(try tag(answers, "orientation=a") != before)
  }

  @Test func `who knows the tag gets nothing`() throws {
    let answers = try Answers()
    let known = try tag(answers, "orientation=a")
    let answer = try answers.volumes.answer(
      target: try ResourcePath("/studies/\(Archive.study)/series/\(answers.series)/renderedmpr"),
      query: [("orientation", "a")], accept: AcceptList(header: "image/png")
    ) { $0 == known }
    #expect(answer.status == 304)
    #expect(answer.bytes.isEmpty)
    #expect(answer.headers["etag"] == known)
  }
}
