import Foundation
import TestSupport
import Testing

@testable import VolumeFiles

/// Sizes whose product is more than a number can say, each of which may stand in a header.
@Suite struct `Headers of more voxels than numbers can count` {
  private static let lengths = "2147483647 4 3 2147483648"

  @Test(arguments: ["raw", "ascii", "gzip"])
  func `are refused as NRRD`(encoding: String) throws {
    try refuse(
      [
        "NRRD0005", "type: int16", "dimension: 4", "sizes: \(Self.lengths)",
        "space: left-posterior-superior", "kinds: domain domain domain list",
        "space directions: (1,0,0) (0,1,0) (0,0,1) none", "endian: little",
        "encoding: \(encoding)", "", "",
      ], as: "a.nrrd")
  }

  @Test(arguments: ["False", "True"])
  func `are refused as MetaImage`(isCompressed: String) throws {
    try refuse(
      [
        "ObjectType = Image", "NDims = 4", "DimSize = \(Self.lengths)",
        "ElementSpacing = 1 1 1 1", "ElementType = MET_SHORT", "CompressedData = \(isCompressed)",
        "ElementDataFile = LOCAL", "",
      ], as: "a.mha")
  }

  @Test func `are refused as NIfTI`() throws {
    // NIfTI-2 with lengths of 64 bits (nifti2.h): size 540, magic, type 4 (int16), dim[8].
    var header = [UInt8](repeating: 0, count: 544)
    header.replaceSubrange(0..<4, with: [0x1C, 0x02, 0, 0])
    header.replaceSubrange(4..<12, with: Array("n+2\0\r\n\u{1A}\n".utf8))
    header.replaceSubrange(12..<16, with: [4, 0, 16, 0])
    for (n, length) in [4, 2_147_483_647, 4, 3, 2_147_483_648, 1, 1, 1].enumerated() {
      for byte in 0..<8 { header[16 + 8 * n + byte] = UInt8(length >> (8 * byte) & 0xFF) }
    }
    header.replaceSubrange(168..<176, with: [0x20, 0x02, 0, 0, 0, 0, 0, 0])
    try refuse(Data(header), as: "a.nii")
  }

  private func refuse(_ lines: [String], as name: String) throws {
    try refuse(Data(lines.joined(separator: "\n").utf8) + Data(count: 64), as: name)
  }

  private func refuse(_ bytes: Data, as name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, as: name)
    #expect(throws: VolumeFileError.self) { try VolumeFileReader().open(folder.path(name)) }
  }
}
