import DICOMCoding
import DICOMModel
import Foundation
import Geometry
import PixelCoding
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

@Suite struct FileSetTests {
  private static func directory(_ files: [[String]]) -> DataSet {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.1.3.10")
    set.set(.sopInstanceUID, string: "1.2.77")
    set.set(
      .directoryRecordSequence,
      items: files.map { file in
        var record = DataSet()
        record.set(.directoryRecordType, string: "IMAGE")
        record.set(.referencedFileID, strings: file)
        return record
      })
    return set
  }

  private static func disc(_ listed: [[String]]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/images", withIntermediateDirectories: false)
    for n in 0..<3 {
      try folder.write(
        EnhancedImage.slice(n, z: Double(n), first: n), as: "images/im\(n).;1")
    }
    try folder.write(directory(listed), as: "DICOMDIR")
    return folder
  }

  @Test func `a DICOMDIR stands for the files it lists, whatever the case of their names`() throws {
    let disc = try Self.disc([["IMAGES", "IM2"], ["IMAGES", "IM0"]])
    let found = try LoadedSeries(below: [disc.path + "/DICOMDIR"])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [2])
    #expect(found.codes == [.dicomdir])
    #expect(found.report.filesRead == 3)
  }

  @Test func `files that a DICOMDIR lists in vain are skipped, as are ways out of its folder`()
    throws
  {
    let disc = try Self.disc([
      ["IMAGES", "IM0"], ["IMAGES", "GONE"], ["..", "x"], ["images/../x"], [],
    ])
    let found = try LoadedSeries(below: [disc.path + "/DICOMDIR"])
    #expect(found.codes.filter { $0 == .missingFile }.count == 3)
    #expect(found.report.filesUsed + found.report.skipped.count == found.report.filesRead)
  }

  @Test func `files that a copy gave an ending are found, and so are names behind a dot`() throws {
    let folder = try TemporaryFolder()
    for n in 0..<3 {
      try folder.write(EnhancedImage.slice(n, z: Double(n), first: n), as: "im\(n).dcm")
    }
    try folder.write(Self.directory([["IM0"], [".", "IM1"], ["./im2.DCM"]]), as: "DICOMDIR")
    let found = try LoadedSeries(below: [folder.path + "/DICOMDIR"])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [3])
    #expect(found.codes == [.dicomdir])
  }

  @Test func `a DICOMDIR in a folder is skipped and its files are found anyway`() throws {
    let disc = try Self.disc([["IMAGES", "GONE"]])
    let found = try LoadedSeries(below: [disc.path])
    #expect(found.codes == [.dicomdir])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [3])
  }

  @Test func `a damaged archive is skipped with the advice to unpack it`() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 200), as: "a.zip")
    let report = try VolumeLoader().scan([folder.path])
    // Its first file may have a name before the damage shows.
    #expect(report.skipped.first?.code == .archive && report.filesUsed == 0)
    #expect(report.skipped.first?.message.contains("unpack") == true)
  }
}
