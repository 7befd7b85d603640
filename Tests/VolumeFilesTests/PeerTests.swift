import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import VolumeFiles

@Suite(.needsPeers) struct `Other programs` {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

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
      try VolumeFileWriter().write(Samples.volume(map), to: scratch[name])
      let peer: Reference = try Peers.answer(of: "nifti_reference", scratch[name])
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

  @Test func `read the array and its side-car (NumPy)`() throws {
    struct Check: Decodable {
      struct Side: Decodable { var affine: [Double] }
      var shape: [Int]
      var dataType: String
      var order: String
      var sidecar: Side
      var range: [Double]
    }
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch["a.npy"])
    let check: Check = try Peers.answer(of: "npy_check", scratch["a.npy"])
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
