import Foundation
import TestSupport
import Testing

/// What the articles and the README show in Swift.
@Suite struct SnippetTests {
  private static let articles = Repository.root.appending(
    path: "Sources/Faces/Sagitta/Documentation.docc")

  /// What a snippet may use without saying where it comes from.
  private static let given =
    "_ folder: URL, i: Int, j: Int, k: Int, volume: Volume, frame: RayFrame"

  /// The snippets of a page, in order; those that show a manifest are none.
  private static func snippets(in text: String) -> [String] {
    text.components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
      .filter { !$0.hasPrefix("// Package.swift") }
  }

  /// A function of all snippets of a page: each sees the names of those before it, and may use them
  /// again.
  private static func function(_ number: Int, of snippets: [String]) -> String {
    let lines = snippets.map { snippet in
      snippet.split(separator: "\n").filter { !$0.hasPrefix("import ") }.joined(separator: "\n")
    }
    return "func page\(number)(\(given)) async throws {\n"
      + lines.map { "do {\n\($0)\n" }.joined() + String(repeating: "}\n", count: lines.count + 1)
  }

  private static func program() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: articles.path).sorted()
    let pages = names.filter { $0.hasSuffix(".md") }.map { articles.appending(path: $0) }
    let texts = try (pages + [Repository.root.appending(path: "README.md")])
      .map { try String(contentsOf: $0, encoding: .utf8) }
    let functions = texts.map(snippets).enumerated().filter { !$0.element.isEmpty }
      .map { function($0.offset, of: $0.element) }
    try #require(functions.count > 3)
    let imports = Set(texts.flatMap(snippets).flatMap { $0.split(separator: "\n") })
      .filter { $0.hasPrefix("import ") }.union(["import Foundation", "import Sagitta"])
    return (imports.sorted() + functions.map { $0[...] }).joined(separator: "\n")
  }

  /// Where the compiler finds the modules that this test was built with.
  private static func searchOptions() throws -> [String] {
    let built = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let sources = Repository.root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    let maps = names.filter { $0.hasSuffix("module.modulemap") && !$0.contains("/include/") }
      .map { sources.appending(path: $0).path }
    let headers = names.filter { $0.hasSuffix("/include") }
      .flatMap { ["-Xcc", "-I" + sources.appending(path: $0).path] }
    let generated = try FileManager.default.contentsOfDirectory(atPath: built.path)
      .filter { $0.hasSuffix(".build") }.map {
        built.appending(path: "\($0)/module.modulemap").path
      }
      .filter { FileManager.default.fileExists(atPath: $0) }
    // Those of the packages that networks need.
    let checkouts = built.appending(path: "../../checkouts").standardized
    let others = try FileManager.default.subpathsOfDirectory(atPath: checkouts.path)
      .filter { $0.contains("/Sources/") && $0.hasSuffix("/include") }
      .flatMap { ["-Xcc", "-I" + checkouts.appending(path: $0).path] }
    return ["-I", built.appending(path: "Modules").path] + headers + others
      + (maps + generated).flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  @Test(.needsTool("swiftc")) func `every snippet of the documentation compiles`() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(Array(try Self.program().utf8), as: "Snippets.swift")
    let compiler = URL(filePath: "/usr/bin/env")
    let result = try Program.run(
      compiler,
      ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6", source]
        + Self.searchOptions())
    let complaints = result.errors.split(separator: "\n").filter { $0.contains(": error:") }
    #expect(result.status == 0, "\(complaints.joined(separator: "\n"))")
  }
}
