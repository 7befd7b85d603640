import Foundation
import Phantoms
import TestSupport
import Testing

@testable import SagittaCommands

/// Nothing that is read is lost by what is written.
@Suite struct OutputsOverInputsTests {
  /// The bytes of every file below a folder, by name.
  private static func contents(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try folder.names {
      contents[name] = try? folder.bytes(name)
    }
    return contents
  }

  /// Runs words in which `@` stands for a folder with a series, a volume in three formats, a hard
  /// link and a link to one of them.
  private static func run(
    _ words: String, in folder: TemporaryFolder
  ) throws -> (run: Run, before: [String: [UInt8]]) {
    let series = try Inputs.phantom(in: folder)
    for ending in ["nii", "mhd"] {
      #expect(Run("convert", series, "-o", folder.path("v.\(ending)")).status == 0)
    }
    let manager = FileManager.default
    try manager.linkItem(atPath: folder.path("v.nii"), toPath: folder.path("hard.nii"))
    try manager.createSymbolicLink(
      atPath: folder.path("soft.nii"), withDestinationPath: "v.nii")
    try folder.write(Array("[[0,0,0],[0,0,9]]".utf8), as: "points.json")
    let before = try contents(folder)
    let parts = words.split(separator: " ").map {
      $0.replacing("@", with: folder.path(""))
    }
    return (Run(parts.map(String.init)), before)
  }

  private static let refused = [
    "slice @/series -o @/series/IM0002.dcm --plane axial",
    "mip @/series -o @/series/IM0002.dcm --picture",
    "slice @/series -o @/series/new.dcm --plane axial",
    "slice @/series -o @/series --dicom --plane axial --all",
    "convert @/series -o @/series --dicom",
    "frames @/series/IM0002.dcm -o @/series/../series/IM0002.dcm",
    "resample @/v.nii -o @/v.nii --spacing 5",
    "resample @/v.nii -o @/hard.nii --spacing 5",
    "resample @/soft.nii -o @/soft.nii --spacing 5",
    "convert @/v.mhd -o @/v.nhdr --type int16",
    "convert @/v.mhd -o @/v.mhd --type int16",
    "resample @/series -o @/v.nii --like @/v.nii",
    "slice @/series -o @/p.png --overlay @/v.nii --overlay-window 0,1 --provenance @/v.nii",
    "mpr @/series -o @/p.png --curve @/points.json --width 20 --provenance @/points.json",
    "mip @/v.nii -o @/p.png --depths @/v.nii",
  ]

  @Test(arguments: refused)
  func `what would replace an input, or add to it, is refused and changes nothing`(
    words: String
  ) throws {
    let folder = try TemporaryFolder()
    let (run, before) = try Self.run(words, in: folder)
    #expect([64, 73].contains(run.status) && run.isOneLine, "\(run.status) \(run.errors)")
    let after = try Self.contents(folder)
    for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
    let added = Set(after.keys).subtracting(before.keys)
    #expect(added.isEmpty || added == ["p.png"], "\(added)")
  }

  @Test(arguments: [
    "resample @/v.nii -o @/v.nii --spacing 5 --force",
    "slice @/series -o @/series --dicom --plane axial --all --force",
    "slice @/series -o @/series/IM0002.dcm --plane axial --force",
  ])
  func `force allows it`(words: String) throws {
    let folder = try TemporaryFolder()
    let (run, before) = try Self.run(words, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Self.contents(folder) != before)
  }

  @Test(arguments: [
    "slice @/series -o @/series --plane all",
    "slice @/series -o @/series/pictures --plane all",
    "convert @/series -o @/series/volume.nii",
    "slice @/series -o @/series/derived --dicom --plane axial",
    "resample @/v.nii -o @/other.nii --spacing 5",
  ])
  func `other places beside and among inputs are free, a second time as well`(
    words: String
  ) throws {
    let folder = try TemporaryFolder()
    let (run, before) = try Self.run(words, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let after = try Self.contents(folder)
    for (name, bytes) in before { #expect(after[name] == bytes, "\(name)") }
    if words.hasSuffix("volume.nii") {
      #expect(
        Run("convert", folder.path("series"), "-o", folder.path("series/volume.nii")).status == 0)
    }
  }

  @Test func `a link in the place of an output is replaced, and what it leads to stays`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    try folder.write([7], as: "precious")
    for (name, words) in [
      ("a.nii", ["convert"]), ("out/axial-0006.png", ["slice", "--plane", "axial"]),
    ] {
      try FileManager.default.createDirectory(
        atPath: folder.path("out"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(name), withDestinationPath: folder.path("precious"))
      let output = name.hasPrefix("out/") ? "out/" : name
      let run = Run(
        [words[0], series, "-o", folder.path(output), "--force"] + words.dropFirst())
      #expect(run.status == 0, "\(run.errors)")
      #expect(try folder.bytes("precious") == [7])
      let kind = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.type]
      #expect(kind as? FileAttributeType == .typeRegular)
    }
  }
}
