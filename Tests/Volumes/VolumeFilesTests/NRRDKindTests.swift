import Foundation
import Testing
import TestSupport
import VolumeModel

@testable import VolumeFiles

@Suite struct `NRRD axes beside those of space` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// Opens a file of 3 × 5 × 4 × 3 samples whose first axis is of a kind.
  private func open(
    _ kinds: String?, type: String = "float", keys: String = ""
  ) throws -> VolumeFile {
    let lines = [
      "NRRD0004", "type: \(type)", "dimension: 4", "sizes: 3 5 4 3", "encoding: raw",
      "endian: little", "space: left-posterior-superior",
      "space directions: none (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)",
      kinds.map { "kinds: \($0) domain domain domain" } ?? "# no kinds",
    ]
    let header = lines.joined(separator: "\n") + keys + "\n\n"
    let voxels = [UInt8](repeating: 0, count: 180 * (type == "float" ? 4 : 1))
    try Data(Array(header.utf8) + voxels).write(to: URL(filePath: scratch.path("a.nrrd")))
    return try VolumeFileReader().open(scratch.path("a.nrrd"))
  }

  @Test(
    arguments: [
      "vector", "3-vector", "covariant-vector", "3-normal", "3-gradient", "RGB-color", "3-color",
      "HSV-color", "3D-symmetric-matrix", "complex", "quaternion",
    ])
  func `of components of one value are no phases`(kind: String) throws {
    let error = #expect(throws: VolumeFileError.self) { try open(kind) }
    guard case .unsupported(let words) = error?.reason else {
      Issue.record("not refused as unsupported: \(error as Any)")
      return
    }
    #expect(words.contains(kind))
  }

  @Test(arguments: ["list", "time", "none"])
  func `of other kinds are phases`(kind: String) throws {
    #expect(try open(kind).phases == 3)
  }

  @Test func `of diffusion weightings are phases, even if they are called a vector`() throws {
    #expect(try open("vector", keys: "\nmodality:=DWMRI").phases == 3)
  }

  @Test func `of three interleaved bytes without a kind are colours`() throws {
    #expect(throws: VolumeFileError.self) { try open(nil, type: "uchar") }
    #expect(try open(nil).phases == 3)
  }
}
