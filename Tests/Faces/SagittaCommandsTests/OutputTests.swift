import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

@Suite struct OutputTests {
  @Test func `an output below a file, or in a folder that is not there, is 73`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let file = try folder.write([1, 2, 3], as: "file")
    for output in [
      file + "/a.png", folder.path("missing/a.png"), file + "/deeper/", file + "/a.nii.gz",
      "/proc/a.png", "/proc/folder/",
    ] {
      let verb = output.hasSuffix(".gz") ? "convert" : "slice"
      let run = Run(verb, series, "-o", output)
      #expect(run.status == 73 && run.isOneLine, "\(output): \(run.errors)")
      #expect(run.errors.contains(output.hasPrefix(file) ? file : "/"))
    }
    #expect(try folder.bytes("file") == [1, 2, 3])
    #expect(try folder.names.filter { !$0.hasPrefix("series") } == ["file"])
  }

  @Test func `a full device is 74, for files and for standard output`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    // The device has no extension to tell the format; a link to it has.
    let link = folder.path("full.png")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/full")
    let run = Run("slice", series, "-o", link)
    #expect(run.status == 74 && run.isOneLine, "\(run.errors)")
    for words in [["info", series], ["--help"], ["probe", series, "--at", "0,0,0"]] {
      let run = Run(words, outputFails: true)
      #expect(run.status == 74 && run.isOneLine, "\(words): \(run.errors)")
    }
  }

  @Test func `a folder with older pictures is refused, and replaced only with force`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let output = folder.path("out/")
    #expect(Run("slice", series, "-o", output, "--plane", "axial", "--all").status == 0)
    let first = try folder.names
    try folder.write([7], as: "out/mine.png")
    let refused = Run("slice", series, "-o", output, "--plane", "axial", "--every", "5")
    #expect(refused.status == 73 && refused.isOneLine && refused.errors.contains("--force"))
    // Another kind is no obstacle.
    #expect(Run("slice", series, "-o", output, "--plane", "coronal").status == 0)
    let forced = Run("slice", series, "-o", output, "--plane", "axial", "--every", "5", "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    let names = try folder.names.filter { $0.hasPrefix("out/axial") }
    #expect(names == ["out/axial-0000.png", "out/axial-0005.png", "out/axial-0010.png"])
    #expect(first.count { $0.hasPrefix("out/axial") } == 12)
    #expect(try folder.bytes("out/mine.png") == [7])
  }

  @Test func `nothing but the outputs is left in a folder`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    #expect(Run("slice", series, "-o", folder.path("o/")).status == 0)
    #expect(Run("convert", series, "-o", folder.path("v.nii.gz")).status == 0)
    #expect(Run("convert", series, "-o", folder.path("v.npy")).status == 0)
    #expect(
      try folder.names.filter { !$0.hasPrefix("series") } == [
        "o", "o/axial-0006.png", "o/coronal-0010.png", "o/sagittal-0012.png", "v.nii.gz", "v.npy",
        "v.npy.json",
      ])
  }

  @Test(arguments: [1, 2, 3, 8]) func `files do not depend on workers or the order of arguments`(
    workers: Int
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { $0.oddities.paddingValue = 0 }
    let files = try FileManager.default.contentsOfDirectory(atPath: series).map {
      series + "/" + $0
    }
    var random = SeededRandom(UInt64(workers))
    func outputs(_ name: String, _ input: [String], _ threads: Int) throws -> [String: [UInt8]] {
      let common = ["--threads", "\(threads)", "--quiet"]
      let base = folder.path(name)
      #expect(Run(["slice"] + input + ["-o", base + "/", "--all"] + common).status == 0)
      #expect(
        Run(["slice"] + input + ["-o", base + "/s.npy", "--plane", "sagittal", "--all"] + common)
          .status == 0)
      #expect(Run(["convert"] + input + ["-o", base + "/v.nii.gz"] + common).status == 0)
      return try Dictionary(
        uniqueKeysWithValues: folder.names.filter { $0.hasPrefix(name + "/") }.map {
          (String($0.dropFirst(name.count)), try folder.bytes($0))
        })
    }
    let reference = try outputs("one", [series], 1)
    let found = try outputs("many", files.shuffled(using: &random), workers)
    #expect(reference.count == 12 + 20 + 24 + 3 && found == reference)
  }

  @Test func `no output tells who the patient is`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    // The phantom's patient is called by these words, which stand in its files.
    let secret = Array("Phantom^".utf8)
    func holds(_ bytes: [UInt8]) -> Bool {
      bytes.indices.contains { bytes[$0...].starts(with: secret) }
    }
    let source = try #require(try folder.names.first { $0.hasPrefix("series/") })
    #expect(holds(try folder.bytes(source)))
    for name in ["a.png", "a.jpg", "a.npy", "a.nii"] {
      #expect(Run("slice", series, "-o", folder.path(name)).status == 0)
    }
    #expect(Run("convert", series, "-o", folder.path("v.nii")).status == 0)
    for name in try folder.names where !name.hasPrefix("series") {
      #expect(try !holds(folder.bytes(name)), "\(name)")
    }
    for words in [
      ["info", series, "--json"], ["info", series], ["info", series, "--tags"],
      ["info", series, "--tags", "--json"],
      ["slice", series, "-o", folder.path("b.png"), "--json"],
    ] {
      let run = Run(words)
      #expect(run.status == 0 && !holds(Array(run.output.utf8)), "\(words)")
    }
    #expect(Run("info", series, "--tags", "--show-identity").output.contains("Phantom^"))
  }

  @Test func `pictures carry their pixel size in pHYs`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    #expect(Run("slice", series, "-o", folder.path("a.png"), "--pixel", "0.8").status == 0)
    let bytes = try folder.bytes("a.png")
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("pHYs".utf8)) })
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    // Pixels per metre, and the unit metre.
    #expect(number(place + 4) == 1250 && number(place + 8) == 1250 && bytes[place + 12] == 1)
  }

  @Test func `volumes each get a folder of their own`() throws {
    let folder = try TemporaryFolder()
    _ = try Inputs.phantom(in: folder)
    var other = try Inputs.phantom(in: TemporaryFolder()) { _ in }
    let second = try TemporaryFolder()
    other = try Inputs.phantom(in: second) { $0.seed = 5 }
    let run = Run(
      "slice", folder.path("series"), other, "-o", folder.path("o"), "--volume", "all", "--plane",
      "axial")
    #expect(run.status == 0, "\(run.errors)")
    let names = try folder.names.filter { $0.hasPrefix("o/") }
    #expect(names == ["o/1", "o/1/axial-0006.png", "o/2", "o/2/axial-0006.png"])
    let one = Run("slice", folder.path("series"), other, "-o", folder.path("x.png"))
    #expect(one.status == 0 && one.isOneLine && one.errors.contains("using volume 1"))
  }
}
