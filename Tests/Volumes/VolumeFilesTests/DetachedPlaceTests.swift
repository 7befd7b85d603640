import Faults
import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import VolumeFiles

/// Where the voxels of a header may lie.
@Suite struct DetachedPlaceTests {
  private let folder: TemporaryFolder
  private let voxels = (0..<8).map { UInt8($0) }

  init() throws {
    folder = try TemporaryFolder()
    for place in ["in", "in/below", "out"] {
      try folder.write(voxels, as: place + "/voxels.raw")
    }
  }

  /// A header of 2 × 2 × 2 bytes in the folder `in` whose voxels have a name.
  private func header(_ name: String, _ format: VolumeFileFormat) throws -> String {
    let text =
      format == .nrrdHeader
      ? """
      NRRD0004
      type: uchar
      dimension: 3
      sizes: 2 2 2
      space: left-posterior-superior
      space directions: (1,0,0) (0,1,0) (0,0,1)
      space origin: (0,0,0)
      encoding: raw
      data file: \(name)

      """
      : """
      ObjectType = Image
      NDims = 3
      DimSize = 2 2 2
      ElementSpacing = 1 1 1
      ElementType = MET_UCHAR
      ElementDataFile = \(name)

      """
    return try folder.write(
      Array(text.utf8), as: format == .nrrdHeader ? "in/a.nhdr" : "in/a.mhd")
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(name), withDestinationPath: target)
  }

  private var outside: [String] {
    [
      "../out/voxels.raw", folder.path("out/voxels.raw"), "below/../../out/voxels.raw", "link.raw",
      "linked/voxels.raw", "/dev/zero", "..", ".",
    ]
  }

  private func makeLinks() throws {
    try link("in/link.raw", to: "../out/voxels.raw")
    try link("in/linked", to: folder.path("out"))
    try link("in/inner.raw", to: "below/voxels.raw")
  }

  @Test(arguments: [VolumeFileFormat.nrrdHeader, .metaImageHeader])
  func `voxels outside the header's folder are refused, however they are named`(
    _ format: VolumeFileFormat
  ) throws {
    try makeLinks()
    for name in outside + ["LIST\n../out/voxels.raw", "../out/%03d.raw 0 1 1"] {
      let path = try header(name, format)
      let error = #expect(throws: VolumeFileError.self, "\(name)") {
        try VolumeFileReader().read(path)
      }
      #expect(error?.code == "outside-folder" && error?.remedies == [.allowOutside], "\(name)")
    }
  }

  @Test(arguments: [VolumeFileFormat.nrrdHeader, .metaImageHeader])
  func `voxels below the header's folder are read, by links too`(
    _ format: VolumeFileFormat
  ) throws {
    try makeLinks()
    let names = [
      "voxels.raw", "./voxels.raw", "below/voxels.raw", "below/../voxels.raw", "inner.raw",
      "../in/voxels.raw", folder.path("in/voxels.raw"),
    ]
    for name in names {
      let volume = try VolumeFileReader().read(try header(name, format))[0]
      #expect(Samples.values(volume) == (0..<8).map(Float.init), "\(name)")
    }
  }

  @Test func `who trusts a header reads its voxels wherever they are`() throws {
    try makeLinks()
    let reader = VolumeFileReader(allowsOutsideData: true)
    for name in outside.prefix(5) {
      #expect(try reader.read(try header(name, .nrrdHeader)).count == 1, "\(name)")
    }
  }

  @Test func `a header learns nothing of files elsewhere`() throws {
    for name in ["../out/voxels.raw", "../out/missing.raw", "/no/such/file"] {
      let path = try header(name, .metaImageHeader)
      let error = #expect(throws: VolumeFileError.self) { try VolumeFileReader().open(path) }
      #expect(error?.reason == .dataFileOutside(name))
    }
  }

  @Test func `the image of a NIfTI pair is no link to elsewhere`() throws {
    let volume = try Samples.volume(Samples.oblique)
    let whole = folder.path("in/whole.nii")
    try VolumeFileWriter().write(volume, to: whole)
    var header = try folder.bytes("in/whole.nii")
    let body = Array(header[352...])
    header.replaceSubrange(344..<348, with: Array("ni1\0".utf8))
    header.replaceSubrange(108..<112, with: [0, 0, 0, 0])
    try folder.write(header[..<348], as: "in/pair.hdr")
    try folder.write(body, as: "out/pair.img")
    try link("in/pair.img", to: "../out/pair.img")
    let path = folder.path("in/pair.hdr")
    let error = #expect(throws: VolumeFileError.self) { try VolumeFileReader().open(path) }
    #expect(error?.code == "outside-folder")
    let read = try VolumeFileReader(allowsOutsideData: true).read(path)[0]
    #expect(Samples.values(read) == Samples.values(volume))
  }
}
