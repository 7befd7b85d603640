import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeFiles
import VolumeModel

@testable import SagittaCommands

@Suite struct VolumeFileTests {
  static let endings = ["nii", "nii.gz", "nrrd", "nhdr", "mha", "mhd", "npy", "npz", "ome.zarr"]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func volume(_ path: String, _ words: String...) throws -> [String: Any] {
    let run = Run(["info", path, "--json"] + words)
    #expect(run.status == 0, "\(run.errors)")
    let volumes = try run.json()["volumes"] as? [[String: Any]] ?? []
    return try #require(volumes.first)
  }

  @Test(arguments: endings)
  func `info says of a converted volume what it says of the series`(ending: String) throws {
    let series = try Inputs.phantom(in: folder) { series in
      series.orientation = SliceOrientation("0.8,0.6,0,-0.36,0.48,0.8") ?? .axial
    }
    let file = folder.path("volume." + ending)
    let converted = Run("convert", series, "-o", file, "--type", "int16")
    #expect(converted.status == 0, "\(converted.errors)")
    let (a, b) = (try volume(series), try volume(file))
    #expect(b["dimensions"] as? [Int] == a["dimensions"] as? [Int])
    #expect(b["range"] as? [Double] == a["range"] as? [Double])
    #expect(b["unit"] as? String == "HU")
    let (old, new) = (a["affine"] as? [Double] ?? [], b["affine"] as? [Double] ?? [])
    #expect(new.count == 16)
    // NIfTI-1 holds floats.
    for (x, y) in zip(old, new) { #expect(abs(x - y) < 1e-4) }
  }

  @Test(arguments: endings)
  func `every verb takes a volume file as it takes the series`(ending: String) throws {
    let series = try Inputs.phantom(in: folder)
    let file = folder.path("volume." + ending)
    #expect(Run("convert", series, "-o", file).status == 0)
    for words in [
      ["slice", "--plane", "coronal", "--window", "40,400"], ["mip", "--view", "left"],
      ["mpr", "--plane", "sagittal", "--rotate", "0,10,0", "--window", "40,400"],
      ["render", "--preset", "ct-bone"],
    ] {
      var pictures: [[UInt8]] = []
      for (name, input) in [("a.png", series), ("b.png", file)] {
        let run = Run([words[0], input, "-o", folder.path(name)] + words.dropFirst())
        #expect(run.status == 0, "\(words): \(run.errors)")
        pictures.append(try folder.bytes(name))
      }
      // A series knows its own window, a file does not.
      if words.contains("--window") { #expect(pictures[0] == pictures[1], "\(words)") }
    }
    let probes = [series, file].map { Run("probe", $0, "--at", "0,0,0", "--quiet").output }
    #expect(probes[0] == probes[1] && !probes[0].isEmpty)
    let report = Run("resample", file, "-o", folder.path("iso.nrrd"), "--isotropic")
    #expect(report.status == 0, "\(report.errors)")
  }

  @Test func `convert leads from every format to every other one`() throws {
    let series = try Inputs.phantom(in: folder)
    var before = series
    for ending in Self.endings + ["nii"] {
      let file = folder.path("next-\(ending.replacing(".", with: "")).\(ending)")
      let run = Run("convert", before, "-o", file)
      #expect(run.status == 0, "\(run.errors)")
      before = file
    }
    #expect(try volume(before)["range"] as? [Double] == volume(series)["range"] as? [Double])
  }

  @Test func `a fourth axis is phases: convert takes all or one, pictures one`() throws {
    let series = try Inputs.phantom(in: folder)
    let single = folder.path("single.nrrd")
    #expect(Run("convert", series, "-o", single).status == 0)
    let volume = try VolumeFileReader().read(single)[0]
    let four = folder.path("four.nii.gz")
    try VolumeFileWriter().write(phases: [volume, volume, volume], to: four)
    let file = folder.path("again.nii.gz")
    #expect(Run("convert", four, "-o", file).status == 0)
    #expect(try self.volume(file)["phases"] as? Int == 3)
    let one = folder.path("one.nrrd")
    #expect(Run("convert", file, "-o", one, "--phase", "2").status == 0)
    #expect(try self.volume(one)["phases"] as? Int == 1)
    let all = folder.path("all.mha")
    #expect(Run("resample", file, "-o", all, "--spacing", "5", "--phase", "all").status == 0)
    #expect(try self.volume(all)["phases"] as? Int == 3)
    let beyond = Run("convert", file, "-o", one, "--phase", "3")
    #expect(beyond.status == 64 && beyond.isOneLine, "\(beyond.errors)")
    let picture = Run("slice", file, "-o", folder.path("a.png"), "--phase", "all")
    #expect(picture.status == 64 && picture.isOneLine, "\(picture.errors)")
  }

  @Test(arguments: ["convert", "resample"])
  func `all volumes go into numbered folders, never into one file`(verb: String) throws {
    let series = [0, 1].map { "\(folder.path("series"))/\($0)" }
    for (n, path) in series.enumerated() {
      let size = "\(10 + n),12,14"
      #expect(Run("phantom", "ramp", "-o", path, "--size", size, "--seed", "\(n)").status == 0)
    }
    let grid = verb == "resample" ? ["--spacing", "3"] : []
    let out = folder.path("out")
    let into = ["-o", out + "/", "--volume", "all", "--format", "nrrd"]
    let run = Run([verb] + series + into + grid)
    #expect(run.status == 0, "\(run.errors)")
    for number in 1...2 {
      #expect(try volume("\(out)/\(number)/volume-0001.nrrd")["phases"] as? Int == 1)
    }
    let file = ["-o", folder.path("a.nrrd"), "--volume", "all", "--quiet"]
    let one = Run([verb] + series + file + grid)
    #expect(one.status == 64 && one.isOneLine, "\(one.errors)")
  }

  @Test func `volume files below a folder are listed, not used`() throws {
    let series = try Inputs.phantom(in: folder)
    #expect(Run("convert", series, "-o", series + "/result.nii.gz").status == 0)
    let run = Run("info", series, "--json")
    let json = try run.json()
    #expect((json["volumes"] as? [Any])?.count == 1)
    let files = json["files"] as? [String: Any] ?? [:]
    let skipped = files["skipped"] as? [[String: Any]] ?? []
    #expect(skipped.compactMap { $0["code"] as? String } == ["volume-file"])
    #expect(files["read"] as? Int == 13 && files["used"] as? Int == 12)
  }

  @Test func `every file that is named is used or skipped once`() throws {
    let series = try Inputs.phantom(in: folder)
    for ending in ["npy", "mhd", "nhdr"] {
      #expect(Run("convert", series, "-o", folder.path("v-\(ending).\(ending)")).status == 0)
    }
    let names = try folder.names.filter { $0.hasPrefix("v-") }
    let run = Run(["info", "--json"] + names.map(folder.path))
    let json = try run.json()
    #expect((json["volumes"] as? [Any])?.count == 3)
    let files = json["files"] as? [String: Any] ?? [:]
    #expect(files["read"] as? Int == 6 && files["used"] as? Int == 6, "\(names)")
    #expect((files["skipped"] as? [Any])?.isEmpty == true)
  }

  @Test func `bad volume files are one line that says what, where and what to do`() throws {
    let series = try Inputs.phantom(in: folder)
    let whole = folder.path("whole.nii.gz")
    #expect(Run("convert", series, "-o", whole).status == 0)
    let bytes = try folder.bytes("whole.nii.gz")
    var damaged = bytes
    damaged[bytes.count - 6] ^= 1
    let nrrd = "NRRD0004\ntype: short\ndimension: 3\nspace: moon\nsizes: 2 2 2\n"
    let header = nrrd.replacing("moon", with: "left-posterior-superior") + "endian: little\n"
    let place = "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n"
    let sixteen = [UInt8](repeating: 0, count: 16)
    let cases: [(String, [UInt8], String)] = [
      ("empty.nii", [], "348"), ("text.nii", Array("no volume".utf8), "348"),
      ("cut.nii.gz", Array(bytes[..<(bytes.count / 2)]), "end"),
      ("sum.nii.gz", damaged, "checksum"),
      ("space.nrrd", Array((nrrd + place + "encoding: raw\nendian: little\n\n").utf8), "moon"),
      ("short.nrrd", Array((header + place + "encoding: raw\n\n").utf8) + [1, 2], "16 bytes"),
      ("bzip.nrrd", Array((header + place + "encoding: bzip2\n\n").utf8) + sixteen, "bzip2"),
      (
        "flat.nrrd",
        Array(
          (header + "space directions: (1,0,0) (2,0,0) (0,0,1)\nencoding: raw\n\n").utf8) + sixteen,
        "span"
      ),
      (
        "nan.nrrd",
        Array(
          (header + "space directions: (nan,0,0) (0,1,0) (0,0,1)\nencoding: raw\n\n").utf8)
          + sixteen, "axes"
      ),
      ("gone.nhdr", Array((header + place + "encoding: raw\ndata file: x.raw\n").utf8), "x.raw"),
      ("zero.mha", meta("0 2 2") + sixteen, "dimensions"),
      ("huge.mha", meta("1099511627776 2 2") + sixteen, "promised"),
      ("alone.npy", [0x93] + Array("NUMPY".utf8), "NumPy"), ("zip.npz", [0x50, 0x4B], "ZIP"),
    ]
    for (name, bytes, words) in cases {
      let path = try folder.write(bytes, as: name)
      let run = Run("slice", path, "-o", folder.path("a.png"))
      #expect(run.status == 65 && run.isOneLine, "\(name): \(run.status) \(run.errors)")
      #expect(run.errors.contains(words), "\(name): \(run.errors)")
      #expect(run.errors.contains(name), "\(name): \(run.errors)")
    }
    let missing = Run("slice", folder.path("nowhere.nii"), "-o", folder.path("a.png"))
    #expect(missing.status == 66 && missing.isOneLine, "\(missing.errors)")
    let over = Run("slice", whole, "-o", folder.path("a.png"), "--max-memory", "1K")
    #expect(over.status == 77 && over.isOneLine, "\(over.errors)")
    #expect(try !folder.names.contains("a.png"))
  }

  private func meta(_ sizes: String) -> [UInt8] {
    Array(
      """
      ObjectType = Image
      NDims = 3
      DimSize = \(sizes)
      ElementSpacing = 1 1 1
      ElementType = MET_SHORT
      ElementDataFile = LOCAL

      """.utf8)
  }

  @Test func `a type that would change values is refused, and scaled only when asked`() throws {
    let series = try Inputs.phantom(in: folder)
    let fine = folder.path("fine.nii.gz")
    #expect(Run("resample", series, "-o", fine, "--spacing", "3", "--outside", "-1000").status == 0)
    let refused = Run("convert", fine, "-o", folder.path("a.nii.gz"), "--type", "int16")
    #expect(refused.status == 65 && refused.isOneLine && refused.errors.contains("--scaled"))
    let words = ["--type", "int16", "--scaled"]
    #expect(Run(["convert", fine, "-o", folder.path("a.nii.gz")] + words).status == 0)
    let other = Run(["convert", fine, "-o", folder.path("a.nrrd")] + words)
    #expect(other.status == 64 && other.isOneLine, "\(other.errors)")
    #expect(try folder.names.filter { $0.hasPrefix("a.") } == ["a.nii.gz"])
  }

  @Test func `a sheared series goes where shear can be said, and is refused elsewhere`() throws {
    let series = try Inputs.phantom(in: folder) { $0.tiltDegrees = 12 }
    let kept = folder.path("tilted.nrrd")
    #expect(Run("convert", series, "-o", kept).status == 0)
    let shear = try volume(kept)["shearDegrees"] as? Double ?? 0
    #expect(abs(shear - 12) < 1e-6)
    let refused = Run("convert", series, "-o", folder.path("tilted.mha"))
    #expect(refused.status == 65 && refused.isOneLine && refused.errors.contains("resample"))
    let straight = Run("resample", series, "-o", folder.path("tilted.mha"), "--isotropic")
    #expect(straight.status == 0, "\(straight.errors)")
  }

  @Test func `provenance names sources and digests, but no patient and no folder`() throws {
    let series = try Inputs.phantom(in: folder)
    let (file, record) = (folder.path("volume.mha"), folder.path("origin.json"))
    let run = Run(
      "convert", series, "-o", file, "--type", "int16", "--provenance", record)
    #expect(run.status == 0, "\(run.errors)")
    let text = String(decoding: try folder.bytes("origin.json"), as: UTF8.self)
    let json =
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    #expect(json["verb"] as? String == "convert" && json["names"] == nil)
    let request = json["request"] as? [String: Any] ?? [:]
    #expect((request["voxels"] as? [String: Any])?["type"] as? String == "int16")
    #expect(request["format"] as? String == "metaimage")
    let source = (json["sources"] as? [[String: Any]])?.first ?? [:]
    #expect((source["instances"] as? [Any])?.count == 12)
    #expect((source["affine"] as? [Double])?.count == 16)
    let output = (json["outputs"] as? [[String: Any]])?.first ?? [:]
    let bytes = try folder.bytes("volume.mha")
    #expect(
      output["sha256"] as? [String: String] == ["file.mha": SHA256.hex(of: bytes)])
    let voxels = bytes.suffix(24 * 20 * 12 * 2)
    #expect(output["voxelSHA256"] as? String == SHA256.hex(of: voxels))
    #expect(!text.contains(folder.path) && !text.lowercased().contains("patient"))
  }

  @Test(arguments: ["nii", "nrrd", "npy", "npz"])
  func `provenance travels in the file where the format lets it`(ending: String) throws {
    let series = try Inputs.phantom(in: folder)
    let file = folder.path("volume." + ending)
    let words = ["--spacing", "5", "--provenance", folder.path("origin.json")]
    let run = Run(["resample", series, "-o", file] + words)
    #expect(run.status == 0, "\(run.errors)")
    let carrier = ending == "npy" ? "volume.npy.json" : "volume." + ending
    let text = String(decoding: try folder.bytes(carrier), as: UTF8.self)
    #expect(!text.contains("sopInstanceUID") && text.contains("spacing"))
    let telling = Run(
      ["resample", series, "-o", file, "--force", "--show-identity"] + words)
    #expect(telling.status == 0, "\(telling.errors)")
    #expect(String(decoding: try folder.bytes(carrier), as: UTF8.self).contains("sopInstanceUID"))
    #expect(try volume(file)["dimensions"] as? [Int] != nil)
  }

  @Test func `every writing verb tells its provenance`() throws {
    let series = try Inputs.phantom(in: folder)
    for verb in ["slice", "mpr", "mip", "render", "report"] {
      let record = folder.path(verb + ".json")
      let output = folder.path(verb + (verb == "report" ? ".html" : ".png"))
      let run = Run(verb, series, "-o", output, "--provenance", record)
      #expect(run.status == 0, "\(run.errors)")
      let data = Data(try folder.bytes(verb + ".json"))
      let json = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      #expect((json["sources"] as? [Any])?.count == 1, "\(verb)")
      #expect((json["outputs"] as? [Any])?.count == 1, "\(verb)")
    }
  }

  @Test func `a full disk or a file size limit leaves nothing behind`() throws {
    let series = try Inputs.phantom(in: folder) {
      $0.dimensions = GridDimensions(columns: 128, rows: 128, slices: 20)
    }
    for ending in Self.endings {
      let file = folder.path("limited." + ending)
      // A block of 512 bytes, while the voxels take 1.3 MB: of chunks, each may be small.
      let result = try BuiltProgram.shell(
        "ulimit -f 1; exec \"$sagitta\" convert \"$1\" -o \"$2\"", series, file)
      #expect(result.status == 74, "\(ending): \(result.errors)")
      #expect(try !folder.names.contains { $0.hasPrefix("limited") || $0.contains(".part") })
    }
  }
}
