import Foundation
import TestSupport
import Testing
import ViewerPage

/// The page within the program is the page in the sources.
@Suite struct ViewerPageTests {
  private static let folder = Repository.root.appending(path: "Sources/Faces/ViewerPage/Page")

  private static func names() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
  }

  @Test func `every file of the page is embedded as it is`() throws {
    let names = try Self.names()
    #expect(Set(ViewerPage.files.keys) == names)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
      #expect(ViewerPage.files[name]?.bytes == bytes, "\(name)")
    }
  }

  @Test func `files with other bytes have other tags`() {
    let tags = ViewerPage.files.values.map(\.entityTag)
    #expect(Set(tags).count == tags.count)
    #expect(tags.allSatisfy { $0.wholeMatch(of: /"[0-9a-f]{32}"/) != nil })
  }

  @Test func `types follow the names`() {
    let types = [
      "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
      "css": "text/css; charset=utf-8", "svg": "image/svg+xml",
    ]
    for (name, file) in ViewerPage.files {
      #expect(file.name == name)
      #expect(file.contentType == types[String(name.split(separator: ".").last ?? "")], "\(name)")
    }
  }

  /// Each file names others only as the server has them: a module that is not there stops the page.
  @Test func `what files import is there`() throws {
    for file in ViewerPage.files.values {
      let text = String(decoding: file.bytes, as: UTF8.self)
      let imports = text.matches(of: /from "\.\/([^"]+)"/).map { String($0.1) }
      let links = text.matches(of: /"\/page\/([^"]+)"/).map { String($0.1) }
      for name in imports + links {
        #expect(ViewerPage.files[name] != nil, "\(file.name) names \(name)")
      }
    }
  }

  /// Texts of files and servers never become markup, and nothing is asked of other hosts.
  @Test func `the page keeps to its own server`() {
    for file in ViewerPage.files.values where file.name.hasSuffix(".js") {
      let text = String(decoding: file.bytes, as: UTF8.self)
      for word in [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http:",
        "https:",
      ] {
        #expect(!text.contains(word), "\(file.name) has \(word)")
      }
    }
  }
}
