import Foundation
import Geometry
import Testing
import TestSupport
import VolumeModel

@testable import VolumeFiles

@Suite struct `What floats cannot hold` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private static let header =
    "NRRD0004\ndimension: 3\nsizes: 2 2 1\nendian: little\n"
    + "encoding: raw\nspace: left-posterior-superior\n"
    + "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n"

  /// Four voxels of a type as a NRRD file.
  private func file<Number: BitwiseCopyable>(_ type: String, _ numbers: [Number]) throws -> String {
    var data = Data((Self.header + "type: \(type)\n\n").utf8)
    unsafe numbers.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
    try data.write(to: URL(filePath: scratch.path("a.nrrd")))
    return scratch.path("a.nrrd")
  }

  @Test func `of whole numbers is counted, and such numbers are never called exact`() throws {
    // 2²⁴ + 1, + 2, + 3: floats hold the even ones.
    let odd = 16_777_217
    let numbers = [5, odd, odd + 1, odd + 2]
    for write in [
      { try file("uint", numbers.map { UInt32($0) }) },
      { try file("int", numbers.map { Int32($0) }) },
      { try file("int64", numbers.map { Int64($0) }) },
      { try file("uint64", numbers.map { UInt64($0) }) },
      { try file("double", numbers.map { Double($0) }) },
    ] {
      let volume = try VolumeFileReader().read(write())[0]
      #expect(volume.losses.rounded == 2)
      for type in [VoxelType.int32, .uint32, .int64, .uint64] {
        let error = #expect(throws: VolumeFileError.self) {
          try VolumeFileWriter(encoding: VoxelEncoding(type: type)).write(
            volume, to: scratch.path("b.nrrd"))
        }
        #expect(error?.reason == .roundedBefore(count: 2, type: type))
      }
      try VolumeFileWriter().write(volume, to: scratch.path("c.nrrd"))
    }
  }

  @Test func `is nothing for numbers that they hold, however large`() throws {
    let numbers = [UInt32(312_782_592), 16_777_216, 0, 4_294_967_040]
    let volume = try VolumeFileReader().read(file("uint", numbers))[0]
    #expect(volume.losses.isEmpty)
    try VolumeFileWriter(encoding: VoxelEncoding(type: .uint32)).write(
      volume, to: scratch.path("b.nrrd"))
    let read = try VolumeFileReader().read(scratch.path("b.nrrd"))[0]
    #expect(Samples.values(read) == numbers.map { Float($0) })
  }

  @Test func `infinity is no value, and rounding does not make it one`() throws {
    let volume = try VolumeFileReader().read(file("float", [1, Float.infinity, -.infinity, 4]))[0]
    #expect(volume.losses.infinite == 2 && volume.valueRange == 1...4)
    #expect(volume.isValid(0, 0, 0) && !volume.isValid(1, 0, 0) && !volume.isValid(0, 1, 0))
    let scaled = VoxelEncoding(type: .int16, isScaled: true)
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileWriter(encoding: scaled).write(volume, to: scratch.path("b.nii"))
    }
    #expect(error?.reason == .notExact(value: .infinity, type: .int16, index: 1))
    try VolumeFileWriter(padding: .value(0), encoding: scaled).write(
      volume, to: scratch.path("c.nii"))
    let read = try VolumeFileReader().read(scratch.path("c.nii"))[0]
    // The step is 4 / 65535.
    #expect(abs(read[0, 0, 0] - 1) < 1e-4 && abs(read[1, 1, 0] - 4) < 1e-4)
    // As they are, infinities stay what they were.
    try VolumeFileWriter().write(volume, to: scratch.path("d.nii"))
    #expect(Samples.values(try VolumeFileReader().read(scratch.path("d.nii"))[0])[1] == .infinity)
  }

  @Test func `the fourth axis says what it is where it is no time`() throws {
    let volume = try Samples.volume(Samples.oblique)
    var encoding = VoxelEncoding()
    encoding.phaseName = "b-value s/mm2 and more"
    try VolumeFileWriter(encoding: encoding).write(
      phases: [volume, volume], to: scratch.path("a.nii"))
    let bytes = try scratch.bytes("a.nii")
    #expect(String(decoding: bytes[328..<343], as: UTF8.self) == "b-value s/mm2 a")
    #expect(bytes[343] == 0 && bytes[123] == 2)
    encoding.times = PhaseTimes(first: 0, step: 2.5)
    try VolumeFileWriter(encoding: encoding).write(
      phases: [volume, volume], to: scratch.path("b.nii"))
    #expect(try scratch.bytes("b.nii")[328] == 0 && scratch.bytes("b.nii")[123] == 2 | 8)
  }
}
