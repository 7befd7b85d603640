import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import Outputs
@testable import SagittaCommands

/// Several volumes written by one command, and what their files are called.
@Suite struct `Several volumes` {
  private static let size = GridDimensions(columns: 12, rows: 10, slices: 6)

  /// Two even volumes around an irregular one, numbered 3, 5 and 7.
  private static func study(
    in folder: TemporaryFolder, descriptions: [String] = ["Head: axial", "uneven", "Head: axial"],
    hasIrregular: Bool = true
  ) throws -> String {
    for (n, description) in descriptions.enumerated() {
      var series = PhantomSeries(.ramp, dimensions: size, spacing: SIMD3(4, 4.5, 6))
      series.seed = UInt64(n + 1)
      if n == 1, hasIrregular { series.oddities.missingSlices = [2] }
      _ = try Inputs.rewritten(series, in: folder, as: "study/\(n)") { set, _ in
        set.set(.seriesNumber, integer: 2 * n + 3)
        set.set(.seriesDescription, string: description)
        set.set(.seriesInstanceUID, string: "1.2.\(n + 1)")
        set.set(.frameOfReferenceUID, string: "1.2.9")
      }
    }
    return folder.path("study")
  }

  private static func written(_ folder: TemporaryFolder) throws -> [String] {
    try folder.names.filter { $0.hasPrefix("out/") && $0.contains(".") }
  }

  @Test func `are written but for the one that cannot be, which is told, and the end is 65`()
    throws
  {
    let folder = try TemporaryFolder()
    let study = try Self.study(in: folder)
    let run = Run("convert", study, "-o", folder.path("out/"), "--volume", "all", "--json")
    #expect(run.status == 65)
    #expect(
      try Self.written(folder) == ["out/1/volume-0001.nii.gz", "out/3/volume-0001.nii.gz"])
    #expect(run.errors.contains("volume 2") && run.errors.contains("1 of 3 volumes"))
    let json = try run.json()
    let outputs = try #require(json["outputs"] as? [[String: Any]])
    #expect(outputs.map { $0["seriesInstanceUID"] as? String } == ["1.2.1", "1.2.3"])
    let failed = try #require(json["failed"] as? [[String: Any]])
    #expect(failed.map { $0["volume"] as? Int } == [2])
    #expect(failed.map { $0["seriesInstanceUID"] as? String } == ["1.2.2"])
    #expect((failed[0]["error"] as? [String: Any])?["code"] as? String == "irregular")
    #expect(json["error"] is [String: Any])
    // Each of the files is what the volume alone gives.
    let alone = Run("convert", study, "-o", folder.path("alone.nii.gz"), "--volume", "3")
    #expect(alone.status == 0)
    #expect(try folder.bytes("alone.nii.gz") == folder.bytes("out/3/volume-0001.nii.gz"))
  }

  @Test func `of which one cannot be written are no success by its number either`() throws {
    let folder = try TemporaryFolder()
    let study = try Self.study(in: folder)
    let run = Run("convert", study, "-o", folder.path("b.nii"), "--volume", "2", "--quiet")
    #expect(run.status == 65 && run.isOneLine)
    #expect(try !folder.names.contains("b.nii"))
  }

  @Test func `are called by a pattern, safely, and no two the same`() throws {
    let folder = try TemporaryFolder()
    let study = try Self.study(in: folder, hasIrregular: false)
    for (pattern, names) in [
      ("{series}-{description}.nii.gz", ["3-Head_axial", "5-uneven", "7-Head_axial"]),
      ("{description}.nii.gz", ["Head_axial", "Head_axial-2", "uneven"]),
      ("{modality}/{volume}.nii.gz", ["CT/1", "CT/2", "CT/3"]),
      ("{uid}/v.nii.gz", ["1.2.1/v", "1.2.2/v", "1.2.3/v"]),
    ] {
      let run = Run(
        "convert", study, "-o", folder.path("out/") + "/" + pattern, "--volume", "all", "--json")
      #expect(run.status == 0, "\(run.errors)")
      let files = try folder.names.filter { $0.hasPrefix("out/") && $0.hasSuffix(".nii.gz") }
      #expect(Set(files) == Set(names.map { "out/\($0).nii.gz" }))
      let again = Run(
        "convert", study, "-o", folder.path("out/") + "/" + pattern, "--volume", "all")
      #expect(again.status == 73 && again.isOneLine && again.errors.contains("--force"))
      try FileManager.default.removeItem(atPath: folder.path("out"))
    }
  }

  @Test(arguments: [
    "../../etc/passwd", "/", "a/b\\c", "..", "-rf", "CON", "con.txt", "  ", "a\u{7}b\u{1B}[31m",
    "x\u{202E}gpj", "name\nline", "{index}", String(repeating: "long ", count: 12),
  ]) func `have safe names whatever their descriptions say`(description: String) throws {
    let name = SafeFileName.name(SafeFileName.part(description))
    #expect(!name.isEmpty && name.utf8.count <= 200)
    #expect(!name.contains("/") && !name.contains("\\") && !name.contains("{"))
    #expect(!name.hasPrefix(".") && !name.hasPrefix("-") && !name.hasSuffix("."))
    #expect(!["con", "prn", "nul"].contains(name.prefix { $0 != "." }.lowercased()))
    #expect(
      name.unicodeScalars.allSatisfy { scalar in
        ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
      })
  }

  @Test func `name pictures by plane and index, and sequences by volume`() throws {
    let folder = try TemporaryFolder()
    let study = try Self.study(in: folder, hasIrregular: false)
    let run = Run(
      "slice", study, "-o", folder.path("out") + "/{series}-{plane}-{index}.png", "--plane",
      "axial",
      "--every", "3", "--volume", "all")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      try Self.written(folder) == [
        "out/3-axial-0000.png", "out/3-axial-0003.png", "out/5-axial-0000.png",
        "out/5-axial-0003.png", "out/7-axial-0000.png", "out/7-axial-0003.png",
      ])
    let again = Run(
      "slice", study, "-o", folder.path("out") + "/{series}-{plane}-{index}.png", "--plane",
      "axial",
      "--every", "3", "--volume", "1")
    #expect(again.status == 73 && again.isOneLine, "\(again.errors)")
    let spins = Run(
      "mip", study, "-o", folder.path("out") + "/{series}.gif", "--frames", "3", "--volume", "all")
    #expect(spins.status == 0, "\(spins.errors)")
    #expect(
      try Self.written(folder).filter { $0.hasSuffix("gif") } == [
        "out/3.gif", "out/5.gif", "out/7.gif",
      ])
    let planes = Run(
      "mpr", study, "-o", folder.path("out") + "/{volume}-{index}.png", "--count", "2")
    #expect(planes.status == 0, "\(planes.errors)")
    #expect(try Self.written(folder).contains("out/1-0001.png"))
  }

  @Test(arguments: [
    ["convert", "x", "-o", "out/{serie}.nii"], ["convert", "x", "-o", "out/{index}.nii"],
    ["slice", "x", "-o", "{plane}/a.png"], ["slice", "x", "-o", "{series}"],
    ["slice", "x", "-o", "{series}.png", "--format", "png"],
    ["convert", "x", "-o", "{series}.nii", "--dicom"],
  ]) func `with names that cannot be are wrong usage`(words: [String]) {
    let run = Run(words)
    #expect(run.status == 64 && run.isOneLine, "\(run.errors)")
  }

  @Test func `are counted in the JSON of every verb, with the one that was chosen`() throws {
    let folder = try TemporaryFolder()
    let study = try Self.study(in: folder)
    let verbs = [
      ["slice", "-o", folder.path("a.png")], ["mpr", "-o", folder.path("b.png")],
      ["mip", "-o", folder.path("c.png")], ["render", "-o", folder.path("d.png")],
      ["probe", "--at", "0,0,0"], ["convert", "-o", folder.path("e.nii")],
      ["resample", "-o", folder.path("f.nii"), "--isotropic"],
    ]
    for words in verbs {
      func choice(_ more: [String]) throws -> [String: Any] {
        let run = Run([words[0], study] + words[1...] + ["--json", "--quiet"] + more)
        #expect(run.status == 0, "\(run.errors)")
        return try #require(try run.json()["volume"] as? [String: Any])
      }
      let usual = try choice([])
      #expect(usual["id"] as? Int == 1 && usual["of"] as? Int == 3)
      #expect(usual["chosen"] as? String == "most-voxels")
      let named = try choice(["--volume", "3"])
      #expect(named["id"] as? Int == 3 && named["chosen"] as? String == "named")
      #expect(named["seriesInstanceUID"] as? String == "1.2.3")
    }
  }
}

/// `-o -`.
@Suite struct `Standard output` {
  @Test(arguments: [
    ("convert", "npy", "npy"), ("convert", "nii", "nii"), ("convert", "nii.gz", "nii.gz"),
    ("slice", "png", "png"), ("slice", "npy", "npy"), ("mip", "png", "png"),
    ("slice", "gif --plane axial --all", "gif"), ("slice", "apng --all", "apng"),
    ("resample", "nrrd --spacing 8", "nrrd"),
  ]) func `takes what a file would hold, and nothing else`(
    verb: String, options: String, ending: String
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let more = options.split(separator: " ").dropFirst().joined(separator: " ")
    let script = """
      "$sagitta" \(verb) "$1" -o - --format \(options) | cat > "$2/piped" &&
      "$sagitta" \(verb) "$1" -o "$2/file.\(ending)" \(more)
      """
    let result = try BuiltProgram.shell(script, series, folder.path)
    #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
    #expect(try folder.bytes("piped") == folder.bytes("file.\(ending)"))
    #expect(try folder.bytes("piped").count > 100)
    #expect(try !folder.names.contains { $0.hasPrefix("-") })
  }

  @Test func `shares itself with no JSON, and is no folder`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    for words in [
      ["slice", series, "-o", "-", "--json"], ["convert", series, "-o", "-", "--json"],
      ["phantom", "head", "-o", "-"], ["report", series, "-o", "-", "--json"],
      ["slice", series, "-o", "-", "--all"],
    ] {
      let result = try BuiltProgram.shell(
        "cd \"$1\"; shift; \"$sagitta\" \"$@\" | cat > /dev/null; "
          + "\"$sagitta\" \"$@\" > /dev/null", [folder.path] + words)
      #expect(result.status == 64, "\(words) \(result.errors)")
    }
    #expect(try !folder.names.contains("-"))
  }

  @Test func `whose reader goes away ends the program by its signal`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) {
      $0.dimensions = GridDimensions(columns: 64, rows: 64, slices: 40)
    }
    let result = try BuiltProgram.shell(
      "{ \"$sagitta\" convert \"$1\" -o - --format nii; echo $? > \"$2/status\"; } | head -c 10",
      series, folder.path)
    #expect(result.errors.isEmpty, "\(result.errors)")
    #expect(String(decoding: try folder.bytes("status"), as: UTF8.self) == "141\n")
  }
}
