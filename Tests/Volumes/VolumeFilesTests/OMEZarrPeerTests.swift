import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import VolumeFiles

@Suite(.needsPeers) struct `Other programs and OME-Zarr` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// What `ome_zarr_volumes.py` finds in folders, or says it has written.
  struct Facts: Decodable {
    struct Level: Decodable {
      var shape: [Int]
      var scale: [Double]
      var translation: [Double]
      var sha256: String
    }
    struct File: Decodable {
      var file: String
      var program: String
      /// The names of the levels, where there are several.
      var paths: [String]?
      var levels: [Level]
    }
    var files: [File]
  }

  private func sha256(_ volumes: [Volume]) -> String {
    SHA256.hex(
      of: volumes.flatMap(Samples.values).flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
      })
  }

  @Test func `read every level where it lies (zarr-python, ome-zarr-py)`() throws {
    let size = GridDimensions(columns: 141, rows: 70, slices: 9)
    var written: [String: [Volume]] = [:]
    for (n, type) in VoxelType.allCases.enumerated() {
      let map = n == 9 ? Samples.oblique : Samples.orientations[5 * n]
      let volume = try Volume(geometry: Samples.geometry(map, size)) { i, j, k in
        Float((i * 7 + j * 13 + k * 29) % 120)
      }
      let phases = n % 4 == 1 ? [volume, volume] : [volume]
      let name = "\(type)-\(phases.count).ome.zarr"
      try VolumeFileWriter(encoding: VoxelEncoding(type: type))
        .write(phases: phases, to: scratch.path(name))
      written[name] = phases
    }
    let facts: Facts = try Peers.answer(of: "ome_zarr_volumes", "read", scratch.path)
    #expect(facts.files.count == 2 * written.count)
    for file in facts.files {
      let phases = try #require(written[file.file])
      let words = Comment(rawValue: "\(file.file) by \(file.program)")
      #expect(file.levels[0].sha256 == sha256(phases), words)
      #expect(file.levels.count == 3, words)
      for (number, level) in file.levels.enumerated() {
        let read = try VolumeFileReader().read(scratch.path("\(file.file)/\(number)"))
        let shape = read[0].dimensions.ijk.reversed()
        #expect(level.shape == (phases.count > 1 ? [phases.count] : []) + shape, words)
        #expect(level.sha256 == sha256(read), words)
        let map = read[0].geometry.voxelToPatient
        for (axis, column) in [map.z, map.y, map.x].enumerated() {
          let place = level.scale.count - 3 + axis
          #expect(abs(level.scale[place] - column.length) < 1e-9, words)
          let along = column.dot(PatientVector(map.origin.coordinates)) / column.length
          #expect(abs(level.translation[place] - along) < 1e-9, words)
        }
      }
    }
  }

  @Test func `write images that are read as they mean them (zarr-python, ome-zarr-py)`() throws {
    let facts: Facts = try Peers.answer(of: "ome_zarr_volumes", "write", scratch.path)
    #expect(facts.files.count > 80)
    for file in facts.files {
      for (number, level) in file.levels.enumerated() {
        let name = number == 0 ? file.file : "\(file.file)/\(file.paths?[number] ?? "")"
        do {
          try check(name, level)
        } catch {
          Issue.record(error, Comment(rawValue: name))
        }
      }
    }
  }

  private func check(_ name: String, _ level: Facts.Level) throws {
    let words = Comment(rawValue: name)
    let file = try VolumeFileReader().open(scratch.path(name))
    let phases = try VolumeFileReader().read(scratch.path(name))
    let axes = min(3, level.shape.count)
    #expect(
      Array(phases[0].dimensions.ijk.prefix(axes).reversed()) == Array(level.shape.suffix(axes)),
      words)
    #expect(phases.count == level.shape.dropLast(axes).reduce(1, *), words)
    #expect(sha256(phases) == level.sha256, words)
    let map = phases[0].geometry.voxelToPatient
    let columns = [map.x, map.y, map.z]
    for axis in 0..<axes {
      let place = level.scale.count - 1 - axis
      var column = SIMD3<Double>.zero
      column[axis] = level.scale[place]
      #expect(columns[axis] == PatientVector(column), words)
      #expect(map.origin.coordinates[axis] == level.translation[place], words)
    }
    #expect(!phases[0].attributes.hasPatientFrame, words)
    #expect(file.nonconformance?.contains("left, posterior and superior") == true, words)
  }
}
