import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

/// Voxels are kept as floats or as stored integers, and nobody can tell from what is written.
@Suite struct `The storage of voxels` {
  /// A CT whose values are stored integers less 1024, or one whose slope differs from slice to slice.
  private static func series(in folder: TemporaryFolder, isScaled: Bool) throws -> String {
    var series = PhantomSeries(
      .ramp, dimensions: GridDimensions(columns: 24, rows: 20, slices: 12),
      spacing: SIMD3(2, 2.5, 3))
    series.seed = 4
    return try Inputs.rewritten(series, in: folder, as: "series") { set, n in
      if isScaled { set.set(.rescaleSlope, double: 0.25 + 0.01 * Double(n)) }
    }
  }

  private static let commands = [
    ["slice", "-o", "p/"], ["slice", "--plane", "coronal", "-o", "c.nii.gz"],
    ["slice", "--native", "--all", "-o", "n/"], ["mpr", "--rotate", "10,20,30", "-o", "m.png"],
    ["mpr", "--rotate", "10,20,30", "--interpolation", "cubic", "-o", "b.npy"],
    ["mip", "-o", "mip.png"], ["mip", "--frames", "2", "-o", "spin.gif"],
    ["render", "-o", "r.png", "--size", "64x64"], ["convert", "-o", "v.nii.gz"],
    ["convert", "-o", "v.nrrd", "--compress"],
    ["resample", "--spacing", "2,2,2", "-o", "i.mha"],
  ]

  @Test(arguments: [false, true], commands)
  func `changes no byte of a file, and is told`(isScaled: Bool, words: [String]) throws {
    let folder = try TemporaryFolder()
    let series = try Self.series(in: folder, isScaled: isScaled)
    var files: [[String: Data]] = []
    var kept: [String?] = []
    for choice in [[], ["--storage", "auto"], ["--storage", "compact"], ["--storage", "float"]] {
      try FileManager.default.createDirectory(
        atPath: folder.path("out"), withIntermediateDirectories: true)
      let place = try #require(words.firstIndex(of: "-o")) + 1
      var line = words
      line[place] = folder.path("out/" + words[place])
      line.insert(series, at: 1)
      let run = Run(line + choice + ["--json", "--verbose"])
      try #require(run.status == 0, "\(run.errors)")
      let volume = try #require(try run.json()["volume"] as? [String: Any])
      kept.append(volume["storage"] as? String)
      let words = kept.last == "compact" ? "kept as stored integers" : "kept as floats"
      if choice != ["--storage", "float"] { #expect(run.errors.contains(words)) }
      let names = try folder.names.filter { $0.hasPrefix("out/") && $0.contains(".") }
      files.append(
        try names.reduce(into: [:]) { $0[$1] = Data(try folder.bytes($1)) })
      try FileManager.default.removeItem(atPath: folder.path("out"))
    }
    #expect(!files[0].isEmpty && files.allSatisfy { $0 == files[0] })
    // Too small a volume for integers that nobody asked for.
    #expect(kept == ["float", "float", "compact", nil])
  }

  @Test func `is one of three`() throws {
    let run = Run("slice", "nowhere", "-o", "a.png", "--storage", "half")
    #expect(run.status == 64 && run.errors.contains("auto"))
  }
}
