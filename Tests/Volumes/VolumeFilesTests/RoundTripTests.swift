import Faults
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import VolumeFiles

@Suite struct `What is written is read` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  static let formats = VolumeFileFormat.allCases.filter(\.isWritten)

  /// Millimetres: NIfTI-1 holds floats, half a unit in the last place of 1000 mm is 3e-5; the
  /// others hold doubles, and MetaImage a product of two of them.
  static func tolerance(_ format: VolumeFileFormat) -> Double {
    format == .nifti || format == .niftiGzip ? 4e-5 : 1e-12
  }

  private func name(_ format: VolumeFileFormat) -> String { "a" + format.extensions[0] }

  /// Whole numbers that the type holds, others for floats.
  private func volume(
    _ map: VoxelMap, _ type: VoxelType, _ random: inout SeededRandom
  ) throws -> Volume {
    let range: ClosedRange<Double> =
      switch type {
      case .int8: -128...127
      case .uint8: 0...255
      case .int16: -32768...32767
      case .uint16: 0...65535
      // Floats are whole up to 2^24 and exact beyond where they end in zeros.
      case .int32, .int64: -16_777_216...16_777_216
      case .uint32, .uint64: 0...16_777_216
      case .float32, .float64: -1e6...1e6
      }
    let size = GridDimensions(columns: 5, rows: 4, slices: 3)
    let values = (0..<size.voxelCount).map { _ in
      let number = random.number(in: range)
      return Float(type.isInteger ? number.rounded() : number)
    }
    return try Volume(
      geometry: Samples.geometry(map, size), attributes: VolumeAttributes(unit: "HU")
    ) { i, j, k in values[size.offset(i, j, k)] }
  }

  private func check(
    _ volumes: [Volume], _ format: VolumeFileFormat, _ encoding: VoxelEncoding
  ) throws {
    let map = volumes[0].geometry.voxelToPatient
    try VolumeFileWriter(encoding: encoding).write(phases: volumes, to: scratch.path(name(format)))
    let read = try VolumeFileReader().read(scratch.path(name(format)))
    let words = Comment(rawValue: "\(format) \(encoding) \(map)")
    #expect(read.map(Samples.values) == volumes.map(Samples.values), words)
    #expect(
      Samples.difference(read[0].geometry.voxelToPatient, map) <= Self.tolerance(format), words)
    #expect(read[0].attributes.unit == "HU", words)
    #expect(read[0].attributes.hasPatientFrame, words)
    for (volume, back) in zip(volumes, read) {
      #expect(back.valueRange == volume.valueRange, words)
    }
  }

  private static func keepsShear(_ format: VolumeFileFormat) -> Bool {
    format != .metaImage && format != .metaImageHeader
  }

  @Test(arguments: formats)
  func `in all 48 orientations, oblique and sheared`(format: VolumeFileFormat) throws {
    var random = SeededRandom(61)
    let sheared = Self.keepsShear(format) ? [Samples.sheared] : []
    for map in Samples.orientations + [Samples.oblique] + sheared {
      try check([volume(map, .float32, &random)], format, VoxelEncoding())
    }
  }

  @Test(arguments: formats)
  func `in every type, one phase or several, compressed or not`(format: VolumeFileFormat) throws {
    var random = SeededRandom(62)
    let canCompress = format.capabilities.compression == .optional
    for type in VoxelType.allCases {
      for isCompressed in canCompress ? [false, true] : [false] {
        for phases in [1, 3] {
          let maps = Samples.orientations + [Samples.oblique]
          let map = try #require(maps.randomElement(using: &random))
          try check(
            (0..<phases).map { _ in try volume(map, type, &random) }, format,
            VoxelEncoding(type: type, isCompressed: isCompressed))
        }
      }
    }
  }

  @Test(arguments: [VolumeFileFormat.metaImage, .metaImageHeader])
  func `unless the format cannot say shear`(format: VolumeFileFormat) throws {
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileWriter().write(Samples.volume(Samples.sheared), to: scratch.path(name(format)))
    }
    #expect(error?.reason == .sheared)
    #expect(error?.remedies == [.straighten])
    #expect(try scratch.names.isEmpty)
  }

  @Test(arguments: formats)
  func `or refused where the type would change a value`(format: VolumeFileFormat) throws {
    // The first voxel is −0.5.
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileWriter(encoding: VoxelEncoding(type: .int16))
        .write(Samples.volume(Samples.oblique), to: scratch.path(name(format)))
    }
    #expect(error?.reason == .notExact(value: -0.5, type: .int16, index: 0))
    #expect(try scratch.names.isEmpty)
  }

  @Test func `beyond the ends of a type is refused, at its ends not`() throws {
    let ends: [(VoxelType, Float, Float)] = [
      (.int8, 127, 128), (.int8, -128, -129), (.uint8, 255, 256), (.uint8, 0, -1),
      (.int16, 32767, 32768), (.uint16, 65535, 65536), (.int32, -2_147_483_648, 2_147_483_648),
      (.uint32, 4_294_967_040, 4_294_967_296), (.int64, -0x1p63, 0x1p63),
      (.uint64, 0x1.fffffep63, 0x1p64), (.int16, 0, .nan), (.int16, 0, .infinity),
    ]
    for (type, inside, outside) in ends {
      let writer = VolumeFileWriter(encoding: VoxelEncoding(type: type))
      let geometry = try Samples.geometry(Samples.oblique)
      let good = try Volume(geometry: geometry) { i, _, _ in i == 3 ? inside : 1 }
      try writer.write(good, to: scratch.path("a.nii"))
      #expect(
        Samples.values(try VolumeFileReader().read(scratch.path("a.nii"))[0])
          == Samples.values(good))
      let bad = try Volume(geometry: geometry) { i, _, _ in i == 3 ? outside : 1 }
      #expect(throws: VolumeFileError.self) { try writer.write(bad, to: scratch.path("b.nii")) }
    }
  }

  @Test(arguments: ["a.nii", "a.nii.gz"], [VoxelType.int16, .uint8, .uint16, .int32])
  func `to half a step where values are scaled`(name: String, type: VoxelType) throws {
    var random = SeededRandom(63)
    let source = try volume(Samples.oblique, .float32, &random)
    try VolumeFileWriter(encoding: VoxelEncoding(type: type, isScaled: true))
      .write(source, to: scratch.path(name))
    let file = try VolumeFileReader().open(scratch.path(name))
    #expect(file.voxelType == type)
    let range = try #require(source.valueRange)
    let numbers = try #require(type.scalableRange)
    let step =
      Double(range.upperBound - range.lowerBound) / (numbers.upperBound - numbers.lowerBound)
    let read = try VolumeFileReader().read(scratch.path(name))[0]
    for (a, b) in zip(Samples.values(source), Samples.values(read)) {
      // Beside half a step, slope and intercept are floats: 2^-24 of the largest value each.
      #expect(abs(Double(a) - Double(b)) <= step * 0.501 + 0.25)
    }
  }

  @Test func `phase by phase, as well as all at once`() throws {
    var random = SeededRandom(64)
    let phases = try (0..<4).map { _ in try volume(Samples.oblique, .int16, &random) }
    for format in Self.formats {
      let path = scratch.path(name(format))
      try VolumeFileWriter().write(
        phases: 4, geometry: phases[0].geometry, attributes: phases[0].attributes, to: path
      ) { phases[$0] }
      let reader = VolumeFileReader()
      let file = try reader.open(path)
      #expect(file.phases == 4)
      let one = PhaseReader(file, reader: reader)
      for phase in [0, 2, 3, 1, 1] {
        #expect(Samples.values(try one.volume(phase)) == Samples.values(phases[phase]))
      }
      let some = try reader.read(file, phases: [3, 0])
      #expect(some.map(Samples.values) == [phases[3], phases[0]].map(Samples.values))
    }
  }

  @Test(arguments: formats)
  func `of many voxels, in more than one piece`(format: VolumeFileFormat) throws {
    let size = GridDimensions(columns: 200, rows: 170, slices: 30)
    let source = try Volume(
      geometry: Samples.geometry(Samples.oblique, size), attributes: VolumeAttributes(unit: "HU")
    ) { i, j, k in Float((i * 7 + j * 13 + k * 29) % 4000 - 1000) }
    try check([source, source], format, VoxelEncoding(type: .int16))
    try check([source, source], format, VoxelEncoding())
  }

  @Test(arguments: formats.filter { $0 != .omeZarr })
  func `cut short is an error, changed bytes never a trap`(format: VolumeFileFormat) throws {
    var random = SeededRandom(65)
    let isCompressed = format.capabilities.compression == .optional
    for encoding in [VoxelEncoding(type: .int16), VoxelEncoding(isCompressed: isCompressed)] {
      try VolumeFileWriter(encoding: encoding).write(
        volume(Samples.oblique, .int16, &random), to: scratch.path(name(format)))
      // The header, and the file of voxels that it names: `a.raw` or a packed one.
      let names = try scratch.names.filter {
        !$0.hasSuffix(".json") && ($0 != "a.raw" || !encoding.isCompressed)
      }
      for name in names {
        let bytes = try scratch.bytes(name)
        for count in stride(from: 0, to: bytes.count, by: 7) {
          try Data(bytes[..<count]).write(to: URL(filePath: scratch.path(name)))
          #expect(throws: VolumeFileError.self, "\(name) \(count)") {
            try VolumeFileReader().read(scratch.path(self.name(format)))
          }
        }
        for _ in 0..<300 {
          var changed = bytes
          for _ in 0..<3 {
            changed[Int(random.next() % UInt64(bytes.count))] = UInt8(
              truncatingIfNeeded: random.next())
          }
          try Data(changed).write(to: URL(filePath: scratch.path(name)))
          do {
            _ = try VolumeFileReader().read(
              scratch.path(self.name(format)), context: .voxels(1 << 20))
          } catch is VolumeFileError {
          }
        }
        try Data(bytes).write(to: URL(filePath: scratch.path(name)))
      }
    }
  }
}
