import Foundation
import TestSupport
import Testing

@Suite struct `The tests themselves` {
  /// Every Swift file of the tests, and its text.
  private static func sources() throws -> [(path: String, text: String)] {
    let folder = Repository.root.appending(path: "Tests")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Fuzzing/") && !$0.contains("/.") }
      .map { (path: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }

  @Test func `have sentences for names`() throws {
    // The attribute with whatever it is given, up to the name.
    let test = #/@Test\b(?:(?!@Test)[\s\S])*?\bfunc (`[^`]+`|\w+)/#
    for (path, text) in try Self.sources() {
      for match in text.matches(of: test) {
        let name = String(match.output.1)
        #expect(name.hasPrefix("`") && name.contains(" "), "\(path): \(name)")
      }
    }
  }

  @Test func `share one seeded generator and one temporary folder`() throws {
    let shared = "Support/TestSupport/"
    for (path, text) in try Self.sources() where !path.hasPrefix(shared) {
      guard !path.hasSuffix("TestNameTests.swift") else { continue }
      #expect(!text.contains(": RandomNumberGenerator"), "\(path) has a generator of its own")
      #expect(!text.contains(".temporaryDirectory"), "\(path) has a temporary folder of its own")
    }
  }
}
