import Compression
import Foundation
import Geometry
import Testing
import TestSupport
import VolumeModel

@testable import VolumeFiles

@Suite struct `NIfTI files` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  /// Writes an oblique header of version 1, changed, and voxels behind it.
  private func write(
    _ change: (inout [UInt8]) -> Void = { _ in }, voxels: [UInt8], to name: String = "a.nii"
  ) throws {
    let volume = try Samples.volume(Samples.oblique)
    var bytes = try Samples.header(volume).encoded()
    change(&bytes)
    try Data(bytes + voxels).write(to: URL(filePath: scratch.path(name)))
  }

  @Test func `have the header of nifti1.h`() throws {
    let map = VoxelMap(
      x: Vector3(0.5, 0, 0), y: Vector3(0, 0.5, 0), z: Vector3(0, 0, 2),
      origin: Point3(-100, -50, 25))
    try VolumeFileWriter().write(Samples.volume(map), to: scratch.path("a.nii"))
    let bytes = try scratch.bytes("a.nii")
    #expect(bytes.count == 352 + 240)
    #expect(Array(bytes[..<4]) == [0x5C, 1, 0, 0])
    #expect(Array(bytes[40..<56]) == [3, 0, 5, 0, 4, 0, 3, 0, 1, 0, 1, 0, 1, 0, 1, 0])
    #expect(Array(bytes[70..<74]) == [16, 0, 32, 0])
    #expect(floats(bytes, 76, 4) == [1, 0.5, 0.5, 2])
    #expect(floats(bytes, 108, 3) == [352, 1, 0])
    #expect(bytes[123] == 2)
    #expect(Array(bytes[252..<256]) == [1, 0, 1, 0])
    // A half-turn about the third axis leads from LPS to RAS.
    #expect(floats(bytes, 256, 6) == [0, 0, 1, 100, 50, 25])
    #expect(floats(bytes, 280, 12) == [-0.5, 0, 0, 100, 0, -0.5, 0, 50, 0, 0, 2, 25])
    #expect(Array(bytes[344..<352]) == Array("n+1\0".utf8) + [0, 0, 0, 0])
  }

  private func floats(_ bytes: [UInt8], _ start: Int, _ count: Int) -> [Float] {
    (0..<count).map { index in
      let field = bytes[(start + index * 4)..<(start + index * 4 + 4)]
      return Float(bitPattern: field.reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
  }

  @Test(arguments: Samples.orientations + [Samples.oblique, Samples.sheared])
  func `give back voxels and place`(map: VoxelMap) throws {
    let volume = try Samples.volume(map)
    for name in ["a.nii", "a.nii.gz"] {
      try VolumeFileWriter().write(volume, to: scratch.path(name))
      let read = try VolumeFileReader().read(scratch.path(name))[0]
      // Floats in the header: half a unit in the last place of 1000 mm is 3e-5.
      #expect(Samples.difference(read.geometry.voxelToPatient, map) < 4e-5)
      #expect(Samples.values(read) == Samples.values(volume))
      #expect(read.attributes.unit == "HU")
      #expect(read.attributes.hasPatientFrame)
    }
  }

  @Test(arguments: Samples.orientations + [Samples.oblique])
  func `say the same place by quaternion as by matrix`(map: VoxelMap) throws {
    var header = try Samples.header(Samples.volume(map))
    #expect(header.qformCode == 1)
    let handedness = map.determinant < 0 ? -1.0 : 1
    #expect(header.qfac == handedness)
    header.sformCode = 0
    #expect(Samples.difference(try header.place(path: "").map, map) < 1e-9)
  }

  @Test func `of sheared grids say no quaternion`() throws {
    let header = try Samples.header(Samples.volume(Samples.sheared))
    #expect(header.qformCode == 0 && header.sformCode == 1)
  }

  @Test func `longer than 32767 are NIfTI-2, exact to the last digit`() throws {
    let size = GridDimensions(columns: 32768, rows: 2, slices: 1)
    let volume = try Samples.volume(Samples.oblique, size)
    try VolumeFileWriter().write(volume, to: scratch.path("a.nii"))
    let bytes = try scratch.bytes("a.nii")
    #expect(Array(bytes[..<12]) == [0x1C, 2, 0, 0] + Array("n+2\0\r\n\u{1A}\n".utf8))
    #expect(bytes.count == 544 + size.voxelCount * 4)
    let read = try VolumeFileReader().read(scratch.path("a.nii"))[0]
    #expect(read.geometry == volume.geometry)
    #expect(Samples.values(read) == Samples.values(volume))
  }

  @Test func `of phases have four axes`() throws {
    let first = try Samples.volume(Samples.oblique)
    let second = try Volume(geometry: first.geometry) { i, _, _ in Float(i) * 7 }
    try VolumeFileWriter().write(phases: [first, second], to: scratch.path("a.nii.gz"))
    let read = try VolumeFileReader().read(scratch.path("a.nii.gz"))
    #expect(read.map(Samples.values) == [first, second].map(Samples.values))
  }

  @Test(arguments: [(1.0, 0.0), (0, 5), (2, -1024), (.nan, 3)])
  func `of whole numbers are scaled, unless the slope is 0`(
    slope: Double, intercept: Double
  ) throws {
    let stored = (0..<60).map { Int16($0 * 500 - 9000) }
    try write(
      { bytes in
        (bytes[70], bytes[72]) = (4, 16)
        for (place, number) in [(112, slope), (116, intercept)] {
          for byte in 0..<4 {
            bytes[place + byte] = UInt8(
              truncatingIfNeeded: Float(number).bitPattern >> (8 * UInt32(byte)))
          }
        }
      },
      voxels: stored.flatMap {
        [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
      })
    let read = try VolumeFileReader().read(scratch.path("a.nii"))[0]
    let isScaled = slope.isFinite && slope != 0
    #expect(
      Samples.values(read)
        == stored.map { isScaled ? Float(Double($0) * slope + intercept) : Float($0) })
  }

  @Test func `in big endian are read`() throws {
    let volume = try Samples.volume(Samples.oblique)
    try VolumeFileWriter().write(volume, to: scratch.path("a.nii"))
    let bytes = try scratch.bytes("a.nii")
    // Fields of two and four bytes, each reversed in its place; text and bytes stay.
    var swapped = bytes
    let shorts = Array(stride(from: 40, to: 56, by: 2)) + [70, 72, 252, 254]
    let words =
      [0] + Array(stride(from: 76, to: 120, by: 4)) + Array(stride(from: 256, to: 328, by: 4))
      + Array(stride(from: 352, to: bytes.count, by: 4))
    for place in shorts { swapped[place..<place + 2].reverse() }
    for place in words { swapped[place..<place + 4].reverse() }
    try Data(swapped).write(to: URL(filePath: scratch.path("a.nii")))
    let read = try VolumeFileReader().read(scratch.path("a.nii"))[0]
    #expect(Samples.values(read) == Samples.values(volume))
    #expect(Samples.difference(read.geometry.voxelToPatient, Samples.oblique) < 4e-6)
  }

  @Test func `in a pair are read by either name`() throws {
    let volume = try Samples.volume(Samples.oblique)
    try VolumeFileWriter().write(volume, to: scratch.path("a.nii"))
    var header = Array(try scratch.bytes("a.nii")[..<348])
    header.replaceSubrange(344..<348, with: "ni1\0".utf8)
    for byte in 108..<112 { header[byte] = 0 }
    try Data(header).write(to: URL(filePath: scratch.path("b.hdr")))
    let voxels = try scratch.bytes("a.nii")[352...]
    try Data(voxels).write(to: URL(filePath: scratch.path("b.img")))
    for name in ["b.hdr", "b.img"] {
      let read = try VolumeFileReader().read(scratch.path(name))[0]
      #expect(Samples.values(read) == Samples.values(volume))
    }
  }

  @Test func `whose sform or voxel sizes make no space are refused`() throws {
    let zeros = Array(repeating: UInt8(0), count: 240)
    for change: (inout [UInt8]) -> Void in [
      // The first row of the sform, and no qform.
      { for byte in [252, 253] + Array(280..<296) { $0[byte] = 0 } },
      // NaN in the sform, and in the qform.
      { bytes in for byte in [258, 282] { (bytes[byte], bytes[byte + 1]) = (0xC0, 0x7F) } },
      // Neither form, and no size of the second axis.
      { for byte in Array(252..<256) + Array(84..<88) { $0[byte] = 0 } },
    ] {
      try write(change, voxels: zeros)
      let error = #expect(throws: VolumeFileError.self) {
        try VolumeFileReader().read(scratch.path("a.nii"))
      }
      guard case .malformed = error?.reason else {
        Issue.record("not refused as damaged: \(error as Any)")
        continue
      }
    }
  }

  @Test func `with an sform that spans no space lie where a good qform says, and say so`() throws {
    let volume = try Samples.volume(Samples.oblique)
    let voxels = [UInt8](repeating: 0, count: 240)
    // A row of zeros, all zeros, the third column of zeros.
    for zeros in [Array(280..<296), Array(280..<328), [288, 304, 320].flatMap { $0..<$0 + 4 }] {
      try write({ for byte in zeros { $0[byte] = 0 } }, voxels: voxels)
      let file = try VolumeFileReader().open(scratch.path("a.nii"))
      let map = volume.geometry.voxelToPatient
      #expect(Samples.difference(file.geometry.voxelToPatient, map) < 1e-4)
      #expect(file.nonconformance?.contains("qform") == true)
    }
  }

  @Test func `that leave out the bytes which tell extensions begin behind the header`() throws {
    let volume = try Samples.volume(Samples.oblique)
    try VolumeFileWriter().write(volume, to: scratch.path("whole.nii"))
    let whole = try scratch.bytes("whole.nii")
    var header = Array(whole[..<348])
    // 348 as a float.
    header.replaceSubrange(108..<112, with: [0x00, 0x00, 0xAE, 0x43])
    // As said, and with the four bytes there all the same.
    for between in [[], [0, 0, 0, 0]] as [[UInt8]] {
      try Data(header + between + whole[352...]).write(to: URL(filePath: scratch.path("a.nii")))
      #expect(
        try Samples.values(VolumeFileReader().read(scratch.path("a.nii"))[0])
          == Samples.values(volume))
    }
  }

  @Test(arguments: [1004, 1006, 1007, 2003] as [Int])
  func `of vectors and colours are no volumes`(code: Int) throws {
    try write(
      { bytes in
        (bytes[68], bytes[69]) = (UInt8(code & 0xFF), UInt8(code >> 8))
        (bytes[40], bytes[48], bytes[50]) = (5, 1, 3)
      }, voxels: [UInt8](repeating: 0, count: 720))
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileReader().open(scratch.path("a.nii"))
    }
    guard case .unsupported = error?.reason else {
      Issue.record("not refused as unsupported: \(error as Any)")
      return
    }
  }

  @Test func `in a pair may have their voxels in gzip`() throws {
    let volume = try Samples.volume(Samples.oblique)
    try VolumeFileWriter().write(volume, to: scratch.path("a.nii"))
    var header = Array(try scratch.bytes("a.nii")[..<348])
    header.replaceSubrange(344..<348, with: "ni1\0".utf8)
    for byte in 108..<112 { header[byte] = 0 }
    try Data(header).write(to: URL(filePath: scratch.path("b.hdr")))
    let voxels = Array(try scratch.bytes("a.nii")[352...])
    let packed = try Deflation.bytes(voxels, format: .gzip)
    try Data(packed).write(to: URL(filePath: scratch.path("b.img.gz")))
    for name in ["b.hdr", "b.img.gz"] {
      #expect(
        try Samples.values(VolumeFileReader().read(scratch.path(name))[0]) == Samples.values(volume)
      )
    }
  }

  @Test func `with bits that do not fit their type are refused`() throws {
    try write({ $0[72] = 16 }, voxels: Array(repeating: 0, count: 240))
    #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(scratch.path("a.nii")) }
  }

  @Test func `promising more than any file holds are refused before memory is taken`() throws {
    for lengths in [[0, 4, 3], [32767, 32767, 32767], [-1, 4, 3]] as [[Int16]] {
      try write(
        { bytes in
          for (axis, length) in lengths.enumerated() {
            bytes[42 + 2 * axis] = UInt8(truncatingIfNeeded: length)
            bytes[43 + 2 * axis] = UInt8(truncatingIfNeeded: length >> 8)
          }
        }, voxels: Array(repeating: 0, count: 240))
      #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(scratch.path("a.nii")) }
    }
  }

  @Test func `keep the times of their phases`() throws {
    let first = try Samples.volume(Samples.oblique)
    let writer = VolumeFileWriter(
      encoding: VoxelEncoding(times: PhaseTimes(first: 0.5, step: 2)))
    try writer.write(phases: [first, first], to: scratch.path("a.nii"))
    #expect(
      try VolumeFileReader().open(scratch.path("a.nii")).phaseTimes
        == PhaseTimes(first: 0.5, step: 2))
  }

  @Test func `without codes have no patient frame`() throws {
    try write({ for byte in 252..<256 { $0[byte] = 0 } }, voxels: Array(repeating: 0, count: 240))
    let read = try VolumeFileReader().read(scratch.path("a.nii"))[0]
    #expect(!read.attributes.hasPatientFrame)
    #expect(abs(read.geometry.spacing.z - 3) < 1e-6)
  }

  @Test func `cut short or changed never trap`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.nii"))
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.nii.gz"))
    var generator = SeededRandom(21)
    for name in ["a.nii", "a.nii.gz"] {
      let bytes = try scratch.bytes(name)
      for count in stride(from: 0, to: bytes.count, by: 3) {
        try Data(bytes[..<count]).write(to: URL(filePath: scratch.path(name)))
        #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(scratch.path(name)) }
      }
      for _ in 0..<600 {
        var changed = bytes
        for _ in 0..<3 {
          let place = Int.random(in: 0..<min(bytes.count, 352), using: &generator)
          changed[place] = .random(in: 0...255, using: &generator)
        }
        try Data(changed).write(to: URL(filePath: scratch.path(name)))
        do {
          _ = try VolumeFileReader().read(scratch.path(name), context: .voxels(1 << 30))
        } catch is VolumeFileError {
        }
      }
    }
  }
}
