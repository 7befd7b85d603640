import Compression
import Files
import Foundation
import Testing
import TestSupport
import VolumeModel

@testable import VolumeFiles

@Suite struct `NumPy archives` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// Every changed bit of an entry changes its checksum, be it of a voxel or of the place.
  @Test(arguments: [true, false])
  func `with changed bytes in an array are refused`(isCompressed: Bool) throws {
    try VolumeFileWriter(encoding: VoxelEncoding(isCompressed: isCompressed))
      .write(Samples.volume(Samples.oblique), to: scratch.path("a.npz"))
    let good = try scratch.bytes("a.npz")
    #expect(try VolumeFileReader().read(scratch.path("a.npz")).count == 1)
    let entries = try ZipArchive(ByteReader.opening(.file(scratch.path("a.npz")))).entries
    for entry in entries where entry.name.hasSuffix(".npy") {
      let run = try ZipArchive(ByteReader.opening(.file(scratch.path("a.npz")))).run(entry)
      var changed = good
      // Among the last bytes are numbers, not the header of the array.
      changed[run.range.upperBound - (isCompressed ? 12 : 3)] ^= 1
      try Data(changed).write(to: URL(filePath: scratch.path("b.npz")))
      #expect(throws: VolumeFileError.self, "\(entry.name)") {
        try VolumeFileReader().read(scratch.path("b.npz"))
      }
    }
  }

  @Test(arguments: [true, false])
  func `with another checksum in their directory are refused`(isCompressed: Bool) throws {
    try VolumeFileWriter(encoding: VoxelEncoding(isCompressed: isCompressed))
      .write(Samples.volume(Samples.oblique), to: scratch.path("a.npz"))
    let good = try scratch.bytes("a.npz")
    let places = good.indices.dropLast(4).filter {
      good[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 1, 2])
    }
    #expect(places.count == 2)
    for place in places {
      var changed = good
      changed[place + 16] ^= 1
      try Data(changed).write(to: URL(filePath: scratch.path("b.npz")))
      let error = #expect(throws: VolumeFileError.self) {
        try VolumeFileReader().read(scratch.path("b.npz"))
      }
      #expect(error?.description.contains("checksum") == true, "\(error?.description ?? "")")
    }
  }

  @Test func `no header is its own data`() throws {
    let text =
      "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\ndata file: a.nhdr\n\n"
    try Data(text.utf8).write(to: URL(filePath: scratch.path("a.nhdr")))
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileReader(assumedSpacing: SIMD3(1, 1, 1)).read(scratch.path("a.nhdr"))
    }
    #expect(error?.description.contains("itself") == true)
  }
}
