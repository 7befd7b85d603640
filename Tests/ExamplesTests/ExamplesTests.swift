import Foundation
import TestSupport
import Testing

/// The programs of `Examples/`, run as their first comment says.
@Suite struct `The examples` {
  private let head = Repository.volumes.appending(path: "mr-head").path

  /// The folder of built programs: that of the tests' own executable.
  private func run(_ name: String, _ arguments: String...) throws -> ProgramResult {
    let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    return try Program.run(folder.appending(path: name), arguments)
  }

  @Test func `load and render a coronal picture`() throws {
    let picture = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).png")
    defer { try? FileManager.default.removeItem(at: picture) }

    let result = try run("load-and-render", head, picture.path)

    #expect(result.status == 0, "\(result.errors)")
    #expect(String(decoding: result.output, as: UTF8.self).contains("R on the left side"))
    let signature = try Data(contentsOf: picture).prefix(4)
    #expect(Array(signature) == [0x89, 0x50, 0x4E, 0x47])
  }

  @Test func `measure in patient coordinates`() throws {
    let result = try run("volume-mathematics", head)

    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.contains("in a ball of 20 mm: mean"))
  }

  @Test func `say how they are used`() throws {
    #expect(try run("load-and-render").status == 64)
    #expect(try run("volume-mathematics").status == 64)
  }
}
