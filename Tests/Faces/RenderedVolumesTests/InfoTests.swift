import RenderedVolumes
import TestSupport
import WebServices
import DICOMModel
import Foundation
import SagittaEngine
import Testing

/// What is known of a series.
@Suite struct InfoTests {
  @Test func `a series tells of its volumes, and of no path`() throws {
    let answers = try Answers()
    let answer = try answers.answer("info", "values=yes")
    #expect(answer.headers["content-type"] == "application/json")
    #expect(!String(decoding: answer.bytes, as: UTF8.self).contains(answers.archive.folder.path))
    let json = try #require(try answer.json() as? [String: Any])
    let volumes = try #require(json["volumes"] as? [[String: Any]])
    #expect(volumes.count == 1)
    #expect(volumes[0]["dimensions"] as? [Int] == [24, 20, 12])
    #expect((volumes[0]["range"] as? [Double])?.count == 2)
    let quick = try #require(try answers.answer("info").json() as? [String: Any])
    #expect(((quick["volumes"] as? [[String: Any]])?[0]["range"] as? [Double]) == nil)
  }

  @Test func `files are named by their instances`() throws {
    let answers = try Answers { set, number in
      if number == 2 { set.set(Tag(0x0028, 0x0004), string: "RGB") }
    }
    let json = try #require(try answers.answer("info").json() as? [String: Any])
    let files = try #require(json["files"] as? [String: Any])
    let skipped = try #require(files["skipped"] as? [[String: Any]])
    #expect(skipped.count == 1)
    let names = Set(answers.archive.instances.map(\.sopInstance))
    #expect(names.contains(try #require(skipped[0]["path"] as? String)))
  }

  @Test func `sentences name files by their instances, too`() throws {
    let answers = try Answers()
    try answers.archive.add(Answers.head, as: "copies under other names") { set, number in
      set.set(Tag(0x0008, 0x0018), string: "1.2.9.\(number)")
    }
    let answer = try answers.answer("info")
    #expect(!String(decoding: answer.bytes, as: UTF8.self).contains(answers.archive.folder.path))
    let json = try #require(try answer.json() as? [String: Any])
    let files = try #require(json["files"] as? [String: Any])
    let skipped = try #require(files["skipped"] as? [[String: Any]])
    #expect(skipped.count == 12)
    let names = answers.archive.instances.map(\.sopInstance)
    for file in skipped {
      let message = try #require(file["message"] as? String)
      #expect(
        names.contains { message == "the same image as \($0), under another UID" }, "\(message)")
    }
  }
}
