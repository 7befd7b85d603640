import Compression
import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeModel

/// What processes of the built program have resident, under limits.
@Suite(.serialized) struct `The limit of memory` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A run, and the bytes that its process had resident at the most.
  private func run(_ words: [String]) throws -> (result: ProgramResult, peak: Int) {
    let url = BuiltProgram.url.deletingLastPathComponent().appending(path: "peak-memory")
    let note = folder.path("peak")
    let result = try TestSupport.Program.run(url, [note, BuiltProgram.url.path] + words)
    return (result, try #require(Int(String(decoding: folder.bytes("peak"), as: UTF8.self))))
  }

  /// A head of 128 × 128 × 96 voxels: 6 MiB of floats.
  private func series() throws -> String {
    try Inputs.phantom(in: folder) {
      $0.dimensions = GridDimensions(columns: 128, rows: 128, slices: 96)
      $0.spacing = SIMD3(1.8, 1.8, 2.4)
    }
  }

  /// What the process may have resident beyond a limit.
  private func most(_ limit: Int) -> Int { limit + limit / 20 + (32 << 20) }

  /// Every verb that reads volumes or images, with outputs from small to far too large.
  private func lines(_ series: String) -> [[String]] {
    let out = folder.path("out")
    func file(_ name: String) -> [String] { ["-o", out + "/" + name] }
    let all = ["--plane", "axial", "--all", "--force"]
    return [
      ["info", series], ["info", series, "--tags"], ["info", series, "--headers-only"],
      ["probe", series, "--at", "0,0,0"], ["report", series] + file("r.html"),
      ["convert", series] + file("v.nii"), ["convert", series] + file("v.nii.gz"),
      ["convert", series] + file("v.npz"), ["convert", series, "--type", "int16"] + file("i.nrrd"),
      ["convert", series, "--dicom", "--force"] + file("convert/"),
      ["resample", series, "--spacing", "1.3"] + file("r.nii"),
      ["resample", series, "--spacing", "3", "--interpolation", "cubic"] + file("c.mha"),
      ["resample", series, "--spacing", "3", "--dicom", "--force"] + file("resample/"),
      ["slice", series] + all + file("slice/"), ["slice", series] + all + file("s.npy"),
      ["slice", series, "--pixel", "0.5"] + all + file("s.nii.gz"),
      ["slice", series] + all + file("s.gif"), ["slice", series, "--dicom"] + all + file("sd/"),
      ["slice", series, "--dicom", "--picture"] + all + file("sp/"),
      ["slice", series, "--plane", "axial", "--size", "3000x3000"] + file("large.png"),
      ["slice", series, "--plane", "axial", "--size", "2000x2000", "--overlay", series]
        + file("over.png"),
      ["slice", series, "--montage", "20x20", "--size", "512x512"] + file("montage.png"),
      ["slice", series, "--panels", "--size", "3000x3000"] + file("panels.png"),
      ["mpr", series, "--rotate", "10,20,30", "--interpolation", "cubic"] + file("m.png"),
      ["mpr", series, "--count", "100", "--size", "512x512"] + file("m.npy"),
      ["mpr", series, "--thickness", "20", "--blend", "max", "--size", "1500x1500"]
        + file("slab.png"),
      ["mip", series, "--frames", "3"] + file("m.gif"),
      ["mip", series, "--size", "3000x3000", "--depths", out + "/depth.npy"] + file("mip.png"),
      ["mip", series, "--frames", "8", "--size", "600x600", "--picture"] + file("mip.dcm"),
      ["render", series, "--size", "1500x1500"] + file("r.png"),
      ["render", series, "--frames", "8", "--size", "400x400"] + file("r.dcm"),
      ["render", series, "--interpolation", "cubic", "--size", "400x400"] + file("q.png"),
      ["frames", series, "--force"] + file("frames/"), ["frames", series] + file("f.gif"),
      ["frames", series, "--montage", "5x5"] + file("f.png"),
      ["phantom", "ramp", "--size", "160,160,20", "--force"] + file("phantom/"),
      ["list", "presets"],
    ]
  }

  @Test func `holds for every verb, or the run is refused with what it needs`() throws {
    let series = try series()
    try FileManager.default.createDirectory(
      atPath: folder.path("out"), withIntermediateDirectories: true)
    var refused: [Int: Int] = [:]
    for words in lines(series) {
      for megabytes in [48, 96, 512] {
        // A list reads nothing that could be large.
        let limit =
          words[0] == "list"
          ? []
          : ["--threads", "2", "--scratch", "none", "--max-memory", "\(megabytes)M"]
        let (result, peak) = try run(words + limit)
        let line = (words + limit).joined(separator: " ")
        #expect(peak <= most(megabytes << 20), "\(peak >> 20) MiB: \(line)")
        #expect(result.status == 0 || result.status == 77, "\(result.status): \(line)")
        guard result.status == 77 else { continue }
        refused[megabytes, default: 0] += 1
        #expect(result.errors.contains("\(megabytes) MiB are allowed"), "\(result.errors)")
        #expect(result.errors.contains("--max-memory"), "\(result.errors)")
      }
    }
    // A limit that refuses everything or nothing would be none.
    #expect((8...20).contains(refused[48] ?? 0), "\(refused)")
    #expect((1...12).contains(refused[96] ?? 0), "\(refused)")
    #expect(refused[512] == nil, "\(refused)")
  }

  @Test func `does not depend on how many frames a sequence has`() throws {
    let series = try series()
    for name in ["spin.gif", "spin.apng", "spin.dcm"] {
      let peaks = try [2, 60].map { count in
        let words = ["mip", series, "-o", folder.path(name), "--size", "300x300", "-q"]
        let (result, peak) = try run(
          words + ["--frames", "\(count)"] + (name == "spin.dcm" ? ["--picture"] : []))
        #expect(result.status == 0, "\(result.errors)")
        return peak
      }
      // Frames of 90 kB as bytes and 360 kB as values: 58 of them were 5 and 21 MB.
      #expect(peaks[1] - peaks[0] < 4 << 20, "\(name): \(peaks)")
    }
  }

  /// The bytes of all files below a folder, by their names.
  private func files(below name: String) throws -> [String: [UInt8]] {
    let names = try folder.names.filter { $0.hasPrefix(name + "/") }
    return try Dictionary(
      uniqueKeysWithValues: names.map { (String($0.dropFirst(name.count)), try folder.bytes($0)) })
  }

  @Test(arguments: [
    ["mpr", "--count", "150", "--size", "512x512"],
    ["mpr", "--count", "60", "--size", "600x500", "--rotate", "10,20,30", "--thickness", "3"],
    ["slice", "--all", "--size", "400x400"],
    ["mip", "--frames", "50", "--size", "500x500"],
  ])
  func `does not bound a series of calibrated images, whose bytes stay the same`(
    words: [String]
  ) throws {
    let series = try series()
    let words =
      [words[0], series] + words.dropFirst() + [
        "--dicom", "--deterministic-uids", "--threads", "2",
      ]
    let (free, _) = try run(words + ["-o", folder.path("free/")])
    #expect(free.status == 0, "\(free.errors)")
    let (bound, peak) = try run(words + ["-o", folder.path("bound/"), "--max-memory", "64M"])
    #expect(bound.status == 0, "\(bound.errors)")
    #expect(peak <= most(64 << 20), "\(peak >> 20) MiB")
    let written = try files(below: "free")
    #expect(try written.count >= 40 && written == files(below: "bound"))
  }

  @Test func `holds for headers that are longer than their files`() throws {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "1.2.3")
    set.set(Tag(0x0009, 0x0010), vr: .lo, bytes: Array("BOMB".utf8))
    set.set(Tag(0x0009, 0x1000), vr: .ob, bytes: [UInt8](repeating: 0, count: 300 << 20))
    let bytes = try Part10Writer(
      deflater: Deflater { try Deflation.bytes($0, format: .raw, level: .fastest) }
    ).file(set, transferSyntax: .deflatedExplicitVRLittleEndian)
    #expect(bytes.count < 2 << 20)
    let path = try folder.write(bytes, as: "bomb.dcm")
    let (result, peak) = try run(["info", path, "--headers-only", "--max-memory", "64M"])
    #expect(result.status == 65, "\(result.errors)")
    #expect(peak < most(64 << 20), "\(peak >> 20) MiB")
  }

  @Test func `holds for the tags of a file that is as long as no memory`() throws {
    _ = try series()
    let name = try #require(folder.names.first { $0.hasPrefix("series/") })
    try FileManager.default.copyItem(atPath: folder.path(name), toPath: folder.path("long.dcm"))
    let long = try #require(FileHandle(forUpdatingAtPath: folder.path("long.dcm")))
    try long.truncate(atOffset: 1 << 40)
    try long.close()
    let (result, peak) = try run([
      "info", folder.path("long.dcm"), "--tags", "--headers-only", "--max-memory", "64M",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(String(decoding: result.output, as: UTF8.self).contains("(7FE0,0010)"))
    #expect(peak < most(64 << 20), "\(peak >> 20) MiB")
  }
}
