import Compression
import DICOMCoding
import DICOMImaging
import DICOMModel
import Foundation
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

@Suite struct PackedFilesTests {
  private static let plain = Result { try Loaded(TestImages.series(3)).fingerprints }

  @Test func `files in an archive are a series like those in a folder`() throws {
    let tar = try PackedFiles.tar(PackedFiles.series(3))
    let archives = [
      ("a.tar", tar), ("a.tgz", try PackedFiles.gzip(tar)), ("a.tar.zst", PackedFiles.zstd(tar)),
      // Names do not matter.
      ("IM0", tar),
    ]
    for (name, bytes) in archives {
      let folder = try TemporaryFolder()
      let path = try folder.write(bytes, as: name)
      for input in [path, folder.path] {
        let found = try Loaded([input])
        #expect(try found.fingerprints == Self.plain.get(), "\(name)")
        #expect(found.report.skipped.isEmpty && found.report.filesRead == 3)
        #expect(found.report.volumes.first?.paths == (0..<3).map { path + "/inner/IM\($0)" })
      }
    }
  }

  @Test func `files packed one by one are a series, by their own paths`() throws {
    let folder = try TemporaryFolder()
    for (n, file) in try PackedFiles.series(3, folder: "").enumerated() {
      let isGzip = n != 1
      try folder.write(
        isGzip ? PackedFiles.gzip(file.1) : PackedFiles.zstd(file.1),
        as: "\(file.0).dcm.\(isGzip ? "gz" : "zst")")
    }
    let found = try Loaded([folder.path])
    #expect(try found.fingerprints == Self.plain.get())
    #expect(found.report.volumes.first?.paths.last == folder.path + "/IM2.dcm.gz")
    #expect(found.report.filesUsed == found.report.filesRead)
  }

  @Test(.needsPeers, arguments: ["zip", "zip-stored", "tar.bz2", "tar.xz", "bz2", "xz", "gz"])
  func `archives of Python are read`(kind: String) throws {
    let source = try TemporaryFolder()
    for (name, bytes) in try PackedFiles.series(3, folder: "") { try source.write(bytes, as: name) }
    let packed = try TemporaryFolder()
    let names: [String] = try Peers.answer(of: "pack_files", source.path, kind, packed.path)
    let found = try Loaded([packed.path])
    #expect(try found.fingerprints == Self.plain.get())
    #expect(found.report.volumes.first?.paths == names.map { packed.path + "/" + $0 })
  }

  @Test func `archives in archives are looked into, as deep as is allowed`() throws {
    let inner = try PackedFiles.gzip(PackedFiles.tar(PackedFiles.series(3)))
    let outer = PackedFiles.tar([("deep/inner.tgz", inner)])
    let folder = try TemporaryFolder()
    let path = try folder.write(outer, as: "a.tar")
    let found = try Loaded([path])
    #expect(try found.fingerprints == Self.plain.get())
    #expect(found.report.volumes.first?.paths.first == path + "/deep/inner.tgz/inner/IM0")
    var loader = VolumeLoader()
    loader.unpacking.depth = 1
    let report = try loader.scan([path])
    #expect(report.volumes.isEmpty && report.skipped.map(\.code) == [.archiveLimit])
  }

  @Test func `an archive never unpacks to more than is allowed`() throws {
    let folder = try TemporaryFolder()
    let zeros = [UInt8](repeating: 0, count: 3 << 20)
    let image = try PackedFiles.series(1)[0].1
    let bomb = try PackedFiles.gzip(PackedFiles.tar([("a", image + zeros), ("b", image + zeros)]))
    let path = try folder.write(bomb, as: "bomb.tgz")
    let limits = [
      UnpackingLimits(bytes: 4 << 20), UnpackingLimits(ratio: 10, freeBytes: 4 << 20),
      UnpackingLimits(files: 1), UnpackingLimits(depth: 0),
    ]
    for limit in limits {
      var loader = VolumeLoader()
      loader.unpacking = limit
      let report = try loader.scan([path])
      #expect(report.skipped.map(\.code) == [.archiveLimit], "\(limit)")
      #expect(report.filesUsed + report.skipped.count == report.filesRead)
    }
    // Without a limit in the way only the copy is left out.
    #expect(try VolumeLoader().scan([path]).skipped.map(\.code) == [.duplicate])
    // What the loader may take of memory is a bound too, and files that are not kept count as well.
    var context = WorkContext()
    context.limits.volumeBytes = 4 << 20
    let ones = [UInt8](repeating: 1, count: 3 << 20)
    let text = try PackedFiles.gzip(PackedFiles.tar([("a", ones), ("b", ones)]))
    let other = try folder.write(text, as: "text.tgz")
    #expect(
      try VolumeLoader().scan([other], context: context).skipped.map(\.code)
        .contains(.archiveLimit))
  }

  @Test func `names in archives are only told, and links and folders passed over`() throws {
    let folder = try TemporaryFolder()
    let bytes = try PackedFiles.series(1)[0].1
    let outside = folder.path + "/outside"
    for name in ["../outside", outside, "a/../../outside"] {
      let path = try folder.write(PackedFiles.tar([(name, bytes)]), as: "a.tar")
      let found = try Loaded([path])
      #expect(found.report.filesUsed == 1)
      #expect(!FileManager.default.fileExists(atPath: outside))
      #expect(found.report.volumes.first?.paths.first?.hasPrefix(path + "/") == true)
    }
    for type in [UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "5"), UInt8(ascii: "6")] {
      let path = try folder.write(PackedFiles.tar([("a", [])], type: type), as: "a.tar")
      #expect(try VolumeLoader().scan([path]).filesRead == 0)
    }
  }

  @Test func `attributes of a file in an archive are read by the path that is told`() throws {
    let folder = try TemporaryFolder()
    let inner = try PackedFiles.gzip(PackedFiles.tar(PackedFiles.series(3)))
    let path = try folder.write(PackedFiles.tar([("deep/inner.tgz", inner)]), as: "a.tar")
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([path]).volumes.first)
    let set = try loader.attributes(ofFile: plan.paths[1])
    #expect(set.integer(.instanceNumber) == 2)
    #expect(try loader.sourceImages(of: plan).references.count == 3)
    #expect(throws: LoadError.self) { try loader.attributes(ofFile: path + "/deep/none") }
    let single = try folder.write(PackedFiles.gzip(PackedFiles.series(1)[0].1), as: "b.dcm.gz")
    #expect(try loader.attributes(ofFile: single).integer(.instanceNumber) == 1)
  }

  @Test func `what is no DICOM in an archive is skipped with its path there`() throws {
    let folder = try TemporaryFolder()
    let files = [
      ("readme.txt", Array("text".utf8)), ("empty", []),
      ("brain.nii", [UInt8](repeating: 1, count: 400)),
    ]
    let path = try folder.write(PackedFiles.tar(files), as: "a.tar")
    let skipped = try VolumeLoader().scan([path]).skipped
    #expect(skipped.map(\.code) == [.volumeFile, .emptyFile, .notDICOM])
    #expect(skipped.map(\.path) == ["brain.nii", "empty", "readme.txt"].map { path + "/" + $0 })
  }

  @Test func `archives of other kinds are skipped with the advice to unpack them`() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], as: "a.7z")
    try folder.write(Array("Rar!\u{1A}\u{7}\0".utf8), as: "b.rar")
    let skipped = try VolumeLoader().scan([folder.path]).skipped
    #expect(skipped.map(\.code) == [.archive, .archive])
    #expect(skipped.allSatisfy { $0.message.contains("unpack it first") })
  }

  /// Every prefix, and bytes replaced: an answer, never a trap.
  @Test func `archives cut or changed anywhere are used or skipped`() throws {
    let tar = try PackedFiles.tar(PackedFiles.series(2))
    let folder = try TemporaryFolder()
    var random = SeededRandom(7)
    let (loader, context) = (VolumeLoader(), WorkContext(workers: 1))
    for whole in [tar, try PackedFiles.gzip(tar), PackedFiles.zstd(tar)] {
      for _ in 0..<150 {
        var bytes = whole
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes[place] = .random(in: 0 ... .max, using: &random)
        } else {
          bytes.removeLast(bytes.count - place)
        }
        let path = try folder.write(bytes, as: "a")
        let report = try loader.scan([path], context: context)
        #expect(report.filesUsed + report.skipped.count == report.filesRead, "byte \(place)")
      }
    }
  }
}
