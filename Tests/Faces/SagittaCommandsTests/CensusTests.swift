import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// `Tests/Census/run`: which series load, and whether others agree.
@Suite(.needsPeers) struct `The census` {
  private static let head = PhantomSeries(
    .head, dimensions: GridDimensions(columns: 16, rows: 14, slices: 6), spacing: SIMD3(4, 4, 5))

  private func census(_ folder: TemporaryFolder) throws -> (status: Int32, lines: [String]) {
    let python = try #require(Peers.python)
    let result = try Program.run(
      Repository.root.appending(path: "Tests/Census/run"),
      ["--sagitta", BuiltProgram.url.path, folder.path],
      environment: ["SAGITTA_PEERS_PYTHON": python.path])
    let text = String(decoding: result.output, as: UTF8.self)
    return (result.status, text.split(separator: "\n").map(String.init))
  }

  @Test func `counts a series that others read alike`() throws {
    let folder = try TemporaryFolder()
    try Self.head.write(to: folder.path("head"))
    let (status, lines) = try census(folder)
    #expect(status == 0, "\(lines)")
    #expect(lines.contains("1 series, 1 hold a volume by their headers"))
    #expect(lines.contains("Sagitta loads 1 (100.0 %)"))
    #expect(lines.contains("dcm2niix: equal voxels in 1 of 1, nothing in 0"))
    #expect(lines.contains("simpleitk: equal voxels in 1 of 1, nothing in 0"))
  }

  @Test func `names a series that is refused though its headers promise a volume`() throws {
    let folder = try TemporaryFolder()
    // Two images of every place that nothing tells apart.
    for copy in 0..<2 {
      _ = try Inputs.rewritten(Self.head, in: folder, as: "head/\(copy)") { set, n in
        set.set(.sopInstanceUID, string: "1.2.3.\(copy).\(n)")
        set.set(.instanceNumber, integer: 1)
        set.set(.rescaleIntercept, double: Double(copy))
      }
    }
    // A series is what lies in one folder.
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("head/1")) {
      try FileManager.default.moveItem(
        atPath: folder.path("head/1/" + name), toPath: folder.path("head/0/again-" + name))
    }
    let (status, lines) = try census(folder)
    #expect(status == 1)
    #expect(lines.contains { $0.hasPrefix("REFUSED") && $0.contains("repeated-positions") })
  }
}
