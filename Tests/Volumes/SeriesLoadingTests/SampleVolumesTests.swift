import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

@Suite struct SampleVolumesTests {
  /// The lines of `Volumes/SHA256SUMS`: file → digest of its stored values.
  private static func sums() throws -> [String: String] {
    let file = Repository.volumes.appending(path: "SHA256SUMS")
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    return Dictionary(
      uniqueKeysWithValues: lines.compactMap { line in
        let words = line.split(separator: " ")
        return words.count == 2 ? (String(words[1]), String(words[0])) : nil
      })
  }

  @Test(arguments: ["ct-chest", "mr-head"])
  func `the stored values of every sample slice are the published ones`(folder: String) throws {
    let sums = try Self.sums().filter { $0.key.hasPrefix(folder + "/") }
    let loader = VolumeLoader()
    let plan = try #require(
      try loader.scan([Repository.volumes.appending(path: folder).path]).volumes.first)
    #expect(plan.slices.count == sums.count && sums.count > 60)
    let digests = try WorkContext().map(plan.slices.count) { n in
      // The sums are of little-endian 16-bit words, row by row.
      SHA256.hex(
        of: try loader.frames.storedValues(
          ofFrame: 0, of: plan.slices[n].image, context: WorkContext()
        ).flatMap { value in
          [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
        })
    }
    for (slice, digest) in zip(plan.slices, digests) {
      let name = folder + "/" + URL(filePath: slice.path).lastPathComponent
      #expect(sums[name] == digest, "\(name)")
    }
  }

  @Test func `the sample volumes are two volumes of known size, range and place`() throws {
    let found = try Loaded([Repository.volumes.path])
    try #require(found.volumes.count == 2)
    let ct = try #require(found.volumes.first { $0.attributes.modality == "CT" })
    let mr = try #require(found.volumes.first { $0.attributes.modality == "MR" })
    #expect(ct.dimensions == GridDimensions(columns: 512, rows: 512, slices: 69))
    #expect(ct.valueRange == -1000...1927 && ct.attributes.unit == "HU")
    // z is given to six decimals, some 500 mm off the origin.
    #expect(ct.geometry.voxelToPatient.rowMajor[0] == 0.78125)
    #expect(abs(ct.geometry.spacing.z - 4) < 1e-12)
    #expect(mr.dimensions == GridDimensions(columns: 274, rows: 384, slices: 96))
    #expect(mr.valueRange == 0...231 && mr.attributes.unit == nil)
    #expect(found.report.skipped.allSatisfy { $0.code == .notDICOM })
  }
}

/// Volumes that other programs read too: the definition in NumPy, and SimpleITK.
@Suite struct PeerVolumeTests {
  private static func check(
    _ folder: URL, _ program: String, millimetres tolerance: Double
  ) throws {
    let expected: PeerVolume = try Peers.answer(of: program, folder.path)
    print("\(program): \(expected.versions.sorted { $0.key < $1.key })")
    #expect(!expected.versions.isEmpty)
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).largest)
    let volume = try loader.load(plan)
    #expect(volume.dimensions.ijk == expected.dimensions)
    let affine = zip(volume.geometry.voxelToPatient.rowMajor, expected.affine.flatMap(\.self))
    #expect(affine.allSatisfy { abs($0 - $1) <= tolerance })
    let digest = unsafe volume.voxels.withVoxels { voxels in
      unsafe SHA256.hex(of: UnsafeRawBufferPointer(voxels))
    }
    #expect(digest == expected.sha256, "voxels as float32")
    if let range = expected.range, let own = volume.valueRange {
      #expect([Double(own.lowerBound), Double(own.upperBound)] == range)
    }
  }

  @Test(.needsPeers, arguments: ["ct-chest", "mr-head"])
  func `the sample volumes are pydicom's and NumPy's`(folder: String) throws {
    // Both are doubles from the same decimal strings; what differs is the last digit.
    try Self.check(
      Repository.volumes.appending(path: folder), "reference_volume", millimetres: 1e-6)
  }

  @Test(.needsPeers, arguments: ["ct-chest", "mr-head"])
  func `the sample volumes are SimpleITK's`(folder: String) throws {
    // SimpleITK normalises directions and averages spacings in its own way.
    try Self.check(
      Repository.volumes.appending(path: folder), "simpleitk_volume", millimetres: 1e-4)
  }

  @Test(.needsPeers, .needsData("ct_chest_lidc"), .needsData("mr_head_7t_t1w"))
  func `the originals are the peers' volumes too`() throws {
    for name in ["ct_chest_lidc", "mr_head_7t_t1w"] {
      let folder = try #require(Repository.data(name))
      try Self.check(folder, "reference_volume", millimetres: 1e-6)
      try Self.check(folder, "simpleitk_volume", millimetres: 1e-4)
    }
  }

  /// Tilted series are left out: SimpleITK's images have no shear, and lose 0.8 and 1.2 mm of it.
  static let small = [
    "small_series/mr_sagittal_siemens", "small_series/mr_implicit_philips",
    "small_series/mr_double_oblique_hitachi", "pydicom_dicomdir/98892001/CT5N",
  ]

  @Test(.needsPeers, .needsData("expected.json"), arguments: small)
  func `small series are SimpleITK's volumes`(name: String) throws {
    try Self.check(try #require(Repository.data(name)), "simpleitk_volume", millimetres: 1e-4)
  }
}
