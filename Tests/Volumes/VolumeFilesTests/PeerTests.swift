import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import VolumeFiles

@Suite(.needsPeers) struct `Other programs` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// What `nifti_reference.py` says beyond the volume.
  struct Reference: Decodable {
    var affine: [[Double]]
    var qform: [[Double]]?
    var qformCode: Int
    var sformCode: Int
    var dimensions: [Int]
    var units: [String]
    var zooms: [Double]
  }

  @Test(arguments: ["a.nii", "a.nii.gz"])
  func `find NIfTI voxels in their place (nibabel)`(name: String) throws {
    for map in stride(from: 0, to: 48, by: 7).map({ Samples.orientations[$0] }) + [
      Samples.oblique, Samples.sheared,
    ] {
      try VolumeFileWriter().write(Samples.volume(map), to: scratch.path(name))
      let peer: Reference = try Peers.answer(of: "nifti_reference", scratch.path(name))
      let ras = zip(peer.affine, map.rasRows).flatMap { zip($0, $1).map { abs($0 - $1) } }
      // Floats in the header, 1000 mm from the origin.
      #expect(ras.max() ?? .infinity < 4e-5)
      if peer.qformCode > 0 {
        let byQuaternion = zip(peer.qform ?? [], peer.affine)
          .flatMap { zip($0, $1).map { abs($0 - $1) } }
        #expect(byQuaternion.max() ?? .infinity < 4e-5)
      }
      #expect(peer.dimensions == [5, 4, 3])
      #expect(peer.units[0] == "mm")
    }
  }

  /// What `volume_files.py` finds in files, or says it has written.
  struct Facts: Decodable {
    struct File: Decodable {
      var file: String
      var program: String
      var dimensions: [Int]
      var corners: [[Double]]
      var sha256: String
    }
    var files: [File]
  }

  /// Millimetres by which the corner voxels of a file may be elsewhere.
  private static let tolerance = 1e-4

  /// The largest distance of a volume's corner voxels from those of a peer.
  private func distance(_ file: Facts.File, _ geometry: GridGeometry) -> Double {
    let size = geometry.dimensions.ijk
    return file.corners.enumerated().map { index, corner in
      let voxel = (0..<3).map { Double((index >> $0 & 1) * (size[$0] - 1)) }
      let place = geometry.patientPoint(of: VoxelPoint(voxel[0], voxel[1], voxel[2]))
      return place.distance(to: PatientPoint(corner[0], corner[1], corner[2]))
    }.max() ?? .infinity
  }

  private func sha256(_ volumes: [Volume]) -> String {
    SHA256.hex(
      of: volumes.flatMap(Samples.values).flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
      })
  }

  @Test func `find the voxels of every format where they are (nibabel, SimpleITK, pynrrd, NumPy)`()
    throws
  {
    var written: [String: [Volume]] = [:]
    let maps = [
      ("a", Samples.orientations[5]), ("b", Samples.orientations[26]),
      ("oblique", Samples.oblique), ("sheared", Samples.sheared),
    ]
    for ending in VolumeFileFormat.extensions where ending != ".npy" {
      for (index, (word, map)) in maps.enumerated() {
        if word == "sheared", ending.hasPrefix(".mh") { continue }
        let name = word + ending.dropFirst().replacing(".", with: "-") + ending
        let geometry = try Samples.geometry(map)
        let volume = try Volume(geometry: geometry) { i, j, k in Float(i + 10 * j - 100 * k) }
        let canCompress = [".nrrd", ".nhdr", ".mha", ".mhd", ".npz"].contains(ending)
        let isCompressed = index == 1 && canCompress
        let type: VoxelType = [.int16, .float32, .float64, .int32][index]
        let phases = index == 2 ? [volume, volume] : [volume]
        try VolumeFileWriter(encoding: VoxelEncoding(type: type, isCompressed: isCompressed))
          .write(phases: phases, to: scratch.path(name))
        written[name] = phases
      }
    }
    let facts: Facts = try Peers.answer(of: "volume_files", "read", scratch.path)
    #expect(Set(facts.files.map(\.file)) == Set(written.keys))
    for file in facts.files {
      let phases = try #require(written[file.file])
      let words = Comment(rawValue: "\(file.file) by \(file.program)")
      #expect(file.sha256 == sha256(phases), words)
      #expect(distance(file, phases[0].geometry) < Self.tolerance, words)
    }
  }

  @Test func `write files that are read as they mean them (nibabel, SimpleITK, pynrrd, NumPy)`()
    throws
  {
    let facts: Facts = try Peers.answer(of: "volume_files", "write", scratch.path)
    #expect(facts.files.count > 700)
    for file in facts.files {
      let words = Comment(rawValue: "\(file.file)")
      do {
        let phases = try VolumeFileReader().read(scratch.path(file.file))
        #expect(phases[0].dimensions.ijk + [phases.count] == file.dimensions, words)
        #expect(sha256(phases) == file.sha256, words)
        #expect(distance(file, phases[0].geometry) < Self.tolerance, words)
      } catch {
        Issue.record(error, words)
      }
    }
  }

  @Test func `read the array and its side-car (NumPy)`() throws {
    struct Check: Decodable {
      struct Side: Decodable { var affine: [Double] }
      var shape: [Int]
      var dataType: String
      var order: String
      var sidecar: Side
      var range: [Double]
    }
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.npy"))
    let check: Check = try Peers.answer(of: "npy_check", scratch.path("a.npy"))
    #expect(check.shape == [3, 4, 5] && check.dataType == "<f4" && check.order == "C")
    #expect(check.sidecar.affine == Samples.oblique.rowMajor)
    #expect(check.range == [-0.5, 233.5])
  }
}

extension VoxelMap {
  /// Four rows of four in RAS.
  fileprivate var rasRows: [[Double]] {
    let rows = rowMajor
    return (0..<4).map { row in rows[row * 4..<row * 4 + 4].map { row < 2 ? -$0 : $0 } }
  }
}
