import Foundation
import TestSupport
import Testing
import WorkScheduling

@testable import Batches

/// Lists of items that people write.
@Suite struct ManifestTests {
  private func items(_ text: String, as name: String = "list.csv") throws -> [BatchItem] {
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), as: name)
    return try Manifest(at: folder.path(name)).items(WorkContext(workers: 1))
  }

  private func refusal(_ text: String, as name: String = "list.csv") -> (row: Int, reason: String)?
  {
    do {
      _ = try items(text, as: name)
      return nil
    } catch BatchError.badManifest(_, let row, let reason) {
      return (row, reason)
    } catch {
      return nil
    }
  }

  @Test func `a table has its columns in any order, and quotes as spreadsheets write them`() throws
  {
    let items = try items("\u{FEFF}name,more,input\r\nb,1,\"/a, \"\"b\"\"\"\r\n\r\na,2,/c\r\n")
    #expect(items.map(\.item) == ["a", "b"])
    #expect(items.map(\.inputs) == [["/c"], ["/a, \"b\""]])
  }

  @Test func `objects stand one on a line`() throws {
    let text = """
      {"input": "/a", "name": "x"}
      {"inputs": ["/b", "/c"], "item": "y", "source": "s", "bytes": 3, "memory": 4}
      """
    let items = try items(text, as: "list.jsonl")
    #expect(items.map(\.item) == ["x", "y"])
    #expect(items[1].inputs == ["/b", "/c"] && items[1].memory == 4 && items[1].source == "s")
  }

  @Test func `a row without a name gets one that no other input has`() throws {
    let names = try items("input\n/data/one\n/other/one\n").map(\.item)
    #expect(Set(names).count == 2 && names.allSatisfy { $0.hasPrefix("one-") })
  }

  @Test(arguments: [
    "../up", "a/b", ".hidden", "a b", "con", "", "x\u{202E}y", "-a", "a--b",
    String(repeating: "x", count: 300),
  ])
  func `a name that is no folder everywhere is refused with its row`(name: String) throws {
    let text = "input,name\n/a,good\n/b,\(name)\n"
    // An empty name is none.
    guard !name.isEmpty else { return #expect(try items(text).count == 2) }
    #expect(refusal(text)?.row == 3, "\(name)")
  }

  @Test func `names are each used once, upper and lower case alike`() throws {
    #expect(refusal("input,name\n/a,x\n/b,X\n")?.row == 3)
  }

  @Test(arguments: [
    ("path\n/a\n", 1), ("input,name\n/a\n", 2), ("input\n\"/a\n", 1), ("input,name\n,x\n", 2),
  ])
  func `a table that is none is refused with its row`(text: String, row: Int) throws {
    #expect(refusal(text)?.row == row)
  }

  @Test func `a line that is no object is refused with its row`() throws {
    #expect(refusal("{\"input\": \"/a\"}\n[1]\n", as: "list.jsonl")?.row == 2)
    #expect(refusal("{\"name\": \"a\"}\n", as: "list.jsonl")?.row == 1)
  }
}
