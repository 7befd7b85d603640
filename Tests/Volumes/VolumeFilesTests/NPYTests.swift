import Foundation
import Geometry
import Testing
import TestSupport
import VolumeModel

@testable import VolumeFiles

@Suite struct `NumPy files` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test func `begin with NumPy's own header`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.npy"))
    let bytes = try scratch.bytes("a.npy")
    // numpy.save(file, numpy.zeros((3, 4, 5), "<f4")), NumPy 2.
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4, 5), }"
    let padded = text.padding(toLength: 117, withPad: " ", startingAt: 0) + "\n"
    #expect(Array(bytes[..<128]) == [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + padded.utf8)
    #expect(bytes.count == 128 + 60 * 4)
    // −0.5, 0.5: the first two of the row.
    #expect(Array(bytes[128..<136]) == [0, 0, 0, 0xBF, 0, 0, 0, 0x3F])
  }

  @Test(arguments: Samples.orientations + [Samples.oblique, Samples.sheared])
  func `give back voxels, place and attributes exactly`(map: VoxelMap) throws {
    let volume = try Samples.volume(map)
    try VolumeFileWriter(encoding: VoxelEncoding(namesSeries: true)).write(
      volume, to: scratch.path("a.npy"))
    #expect(try scratch.names == ["a.npy", "a.npy.json"])
    let read = try VolumeFileReader().read(scratch.path("a.npy"))
    #expect(read.count == 1)
    #expect(read[0].geometry == volume.geometry)
    #expect(read[0].attributes == volume.attributes)
    #expect(Samples.values(read[0]) == Samples.values(volume))
    #expect(read[0].validity == nil)
  }

  @Test func `of one plane have two axes`() throws {
    let plane = try #require(Samples.planes(1).first)
    try VolumeFileWriter().write(planes: [plane], to: scratch.path("a.npy"))
    let text = String(decoding: try scratch.bytes("a.npy")[10..<128], as: UTF8.self)
    #expect(text.contains("'shape': (3, 4)"))
    let read = try VolumeFileReader().read(scratch.path("a.npy"))[0]
    #expect(read.dimensions == GridDimensions(columns: 4, rows: 3, slices: 1))
    #expect(read.geometry.patientPoint(of: VoxelPoint(0, 0, 0)) == plane.geometry.firstPixel)
  }

  @Test func `of phases have four axes`() throws {
    let first = try Samples.volume(Samples.oblique)
    let second = try Volume(geometry: first.geometry) { i, _, _ in Float(i) * 7 }
    try VolumeFileWriter().write(phases: [first, second], to: scratch.path("a.npy"))
    let read = try VolumeFileReader().read(scratch.path("a.npy"))
    #expect(read.map(Samples.values) == [first, second].map(Samples.values))
  }

  @Test func `without a side-car need a spacing, and then have no patient frame`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.npy"))
    try FileManager.default.removeItem(atPath: scratch.path("a.npy.json"))
    #expect(throws: VolumeFileError(.noSideCar, path: scratch.path("a.npy"))) {
      try VolumeFileReader().read(scratch.path("a.npy"))
    }
    let reader = VolumeFileReader(assumedSpacing: SIMD3(1, 2, 3))
    let read = try reader.read(scratch.path("a.npy"))[0]
    #expect(read.geometry.spacing == SIMD3(1, 2, 3))
    #expect(!read.attributes.hasPatientFrame)
  }

  @Test(arguments: [
    ("<f4", false), ("<f8", false), (">f4", false), (">f8", false), ("|i1", false),
    ("<i2", true), (">i2", false), ("<u2", false), ("<i4", false), (">u4", false), ("<i8", true),
  ])
  func `of other types and orders are read`(type: String, isFortran: Bool) throws {
    let shape = [2, 3, 4]
    let header = NPYHeader(type: type, isFortranOrder: isFortran, shape: shape)
    // The value of (k, row, column) is k·12 + row·4 + column; in Fortran's order k comes first.
    let values = (0..<24).map { n in
      isFortran ? (n % 2) * 12 + (n / 2 % 3) * 4 + n / 6 : n
    }
    let bytes = header.encoded() + values.flatMap { stored($0, type) }
    try Data(bytes).write(to: URL(filePath: scratch.path("a.npy")))
    let reader = VolumeFileReader(assumedSpacing: SIMD3(1, 1, 1))
    let read = try reader.read(scratch.path("a.npy"))[0]
    #expect(read.dimensions.ijk == [4, 3, 2])
    #expect(Samples.values(read) == (0..<24).map(Float.init))
  }

  /// The bytes of a small number in a NumPy type.
  private func stored(_ value: Int, _ type: String) -> [UInt8] {
    let little: [UInt8] =
      switch type.dropFirst() {
      case "f4": bytes(Float(value).bitPattern)
      case "f8": bytes(Double(value).bitPattern)
      case "i1": bytes(Int8(value))
      case "i2", "u2": bytes(Int16(value))
      case "i4", "u4": bytes(Int32(value))
      default: bytes(Int64(value))
      }
    return type.hasPrefix(">") ? little.reversed() : little
  }

  private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  @Test func `cut short or changed in the header never trap`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.npy"))
    let bytes = try scratch.bytes("a.npy")
    for count in stride(from: 0, to: bytes.count, by: 3) {
      try Data(bytes[..<count]).write(to: URL(filePath: scratch.path("a.npy")))
      #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(scratch.path("a.npy")) }
    }
    var generator = SeededRandom(20)
    for _ in 0..<400 {
      var changed = bytes
      changed[Int.random(in: 0..<128, using: &generator)] = .random(in: 0...255, using: &generator)
      try Data(changed).write(to: URL(filePath: scratch.path("a.npy")))
      do {
        _ = try VolumeFileReader().read(scratch.path("a.npy"))
      } catch is VolumeFileError {
      }
    }
  }

  @Test(arguments: [
    "{}", "[]", "{\"affine\": [1], \"dimensions\": [5, 4, 3]}", "\u{0}",
    "{\"affine\": [1,0,0,0,0,1,0,0,0,0,0,0,0,0,0,1], \"dimensions\": [5, 4, 3]}",
    "{\"affine\": [1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1], \"dimensions\": [5, 4, 4]}",
  ])
  func `with a damaged side-car are refused`(json: String) throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: scratch.path("a.npy"))
    try Data(json.utf8).write(to: URL(filePath: scratch.path("a.npy.json")))
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileReader().read(scratch.path("a.npy"))
    }
    #expect(error?.path == scratch.path("a.npy.json"))
  }

  @Test func `promising more than the limit are refused before memory is taken`() throws {
    let path = scratch.path("a.npy")
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: path)
    #expect(throws: VolumeFileError(.overLimit(needed: 240, limit: 239), path: path)) {
      try VolumeFileReader().read(path, context: .voxels(239))
    }
  }
}
