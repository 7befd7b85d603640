import Foundation
import TestSupport
import Testing

/// `Package.swift` and the imports of the sources say the same of who stands on whom.
@Suite struct StaircaseTests {
  /// A target as `Package.swift` declares it.
  struct Module {
    let name: String
    let folder: String
    let dependencies: Set<String>
  }

  /// The modules of the engine, in the order of the file: the wings below `Sources`.
  private static func modules() throws -> [Module] {
    let manifest = try String(
      contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
    let wings = manifest.components(separatedBy: "wing(\n").dropFirst().filter {
      $0.contains("\"Sources/")
    }
    return wings.flatMap { wing -> [Module] in
      let folder = String(wing.split(separator: "\"")[1])
      let list = wing.components(separatedBy: "\n  ])")[0]
      let targets = list.split(separator: /\.(target|executableTarget|systemLibrary)\(/).dropFirst()
      return targets.compactMap { module(String($0), in: folder) }
    }
  }

  private static func module(_ text: String, in folder: String) -> Module? {
    let words = text.components(separatedBy: "\"")
    guard words.count > 1 else { return nil }
    let list =
      text.components(separatedBy: "dependencies: [").dropFirst().first?
      .components(separatedBy: "]").first ?? ""
    let names = list.components(separatedBy: "\"").enumerated().filter {
      !$0.offset.isMultiple(of: 2)
    }
    return Module(
      name: words[1], folder: folder, dependencies: Set(names.map(\.element)))
  }

  /// What the sources of a module import, of the names that are given.
  private static func imports(of module: Module, among known: Set<String>) throws -> Set<String> {
    let folder = Repository.root.appending(path: "\(module.folder)/\(module.name)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    var found: Set<String> = []
    for name in names where name.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("import ") {
        let words = line.split(separator: " ")
        guard let last = words.last, words.dropLast().allSatisfy(isPartOfImport) else { continue }
        found.insert(String(last))
      }
    }
    return found.intersection(known)
  }

  private static func isPartOfImport(_ word: Substring) -> Bool {
    ["import", "public", "package", "internal", "@_exported", "@testable"].contains(word)
  }

  @Test func `every module imports what it declares, and declares what it imports`() throws {
    let modules = try Self.modules()
    let known = Set(modules.map(\.name))
    for module in modules {
      let imported = try Self.imports(of: module, among: known)
      guard !imported.isEmpty else { continue }
      #expect(imported == module.dependencies.intersection(known), "\(module.name)")
    }
  }

  /// Products of other packages, and those packages.
  private static let packages: Set<String> = [
    "ArgumentParser", "swift-argument-parser", "NIOCore", "NIOHTTP1", "NIOPosix", "swift-nio",
    "NIOSSL", "swift-nio-ssl", "AsyncHTTPClient", "async-http-client", "GRDB", "GRDB.swift",
    "HTTPTypes", "swift-http-types", "Hummingbird", "HummingbirdCore", "HummingbirdHTTP2",
    "hummingbird", "Logging", "swift-log", "ServiceLifecycle", "UnixSignals",
    "swift-service-lifecycle",
  ]

  @Test func `every module stands on modules above it in the list alone`() throws {
    let modules = try Self.modules()
    #expect(modules.contains { $0.name == "SagittaCommands" })
    var above: Set<String> = []
    for module in modules {
      let unknown = module.dependencies.subtracting(above).subtracting(Self.packages)
      #expect(unknown.isEmpty, "\(module.name) stands on \(unknown.sorted())")
      above.insert(module.name)
    }
  }
}
