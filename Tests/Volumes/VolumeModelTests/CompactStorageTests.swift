import Geometry
import TestSupport
import Testing
import VolumePairs
import WorkScheduling

@testable import VolumeModel

@Suite struct `Compact storage` {
  private static func bits(_ values: some Sequence<Float>) -> [UInt32] { values.map(\.bitPattern) }

  private static func pair(_ kind: StoredKind, invalid: Double = 0) throws -> VolumePair {
    try VolumePair(TestVolumes.grid(), kind, seed: 11, invalid: invalid) { 4096 * $0 - 1024 }
  }

  /// Every word that there is, in slices of 4096.
  @Test(arguments: StoredKind.allCases)
  func `gives for every word the value of its definition`(kind: StoredKind) throws {
    let size = GridDimensions(columns: 64, rows: 64, slices: 16)
    let integers = kind.integers(size.slices)
    let storage = try VoxelStorage(integers: integers, dimensions: size)
    unsafe storage.withMutableWords(0..<65536) { words in
      for n in words.indices { unsafe words[n] = UInt16(n) }
    }
    let expected = (0..<65536).map { n in
      let word = integers.isSigned ? Int(Int16(truncatingIfNeeded: n)) : n
      let rescale =
        integers.rescales.count == 1 ? integers.rescales[0] : integers.rescales[n / 4096]
      return Float(Double(word) * rescale.slope + rescale.intercept).bitPattern
    }
    #expect(integers.areShiftedValues == kind.areShiftedValues)
    #expect((0..<65536).map { storage.value(at: $0).bitPattern } == expected)
    for part in [0..<65536, 0..<1, 4090..<4099, 8191..<20001, 65530..<65536, 7..<7] {
      let found = unsafe storage.withVoxels(in: part) { unsafe Self.bits($0) }
      #expect(found == Array(expected[part]))
      var copy = [Float](repeating: 0, count: part.count)
      unsafe copy.withUnsafeMutableBufferPointer {
        if let base = $0.baseAddress { unsafe storage.copy(part, to: base) }
      }
      #expect(Self.bits(copy) == found)
    }
    #expect(unsafe storage.withVoxels { unsafe Self.bits($0) } == expected)
    #expect(unsafe storage.withStored { unsafe Array($0) } == (0..<65536).map { UInt16($0) })
  }

  @Test func `takes two bytes a voxel, until somebody wants all of them as floats`() throws {
    let volume = try Self.pair(.hounsfield).compact
    let count = volume.dimensions.voxelCount
    #expect(volume.memoryBytes == 2 * count)
    _ = try volume.statistics()
    _ = unsafe volume.voxels.withVoxels(in: 3..<100) { $0.count }
    #expect(volume.memoryBytes == 2 * count)
    try volume.voxels.makeFloats()
    #expect(volume.memoryBytes == 6 * count)
    let places = (0..<2).map { _ in
      unsafe volume.voxels.withVoxels { Int(bitPattern: $0.baseAddress) }
    }
    #expect(places[0] == places[1])
  }

  @Test func `of floats says that it has no integers, and makes nothing`() throws {
    let storage = try VoxelStorage(count: 100)
    #expect(storage.integers == nil)
    #expect(unsafe storage.withStored { _ in 1 } == nil)
    try storage.makeFloats()
    #expect(storage.memoryBytes == 400)
  }

  @Test(arguments: StoredKind.allCases, [0, 0.2])
  func `changes no bit of figures, parts and masks`(kind: StoredKind, invalid: Double) throws {
    let pair = try Self.pair(kind, invalid: invalid)
    let (floats, compact) = (pair.floats, pair.compact)
    #expect(floats.valueRange == compact.valueRange)
    let context = WorkContext(workers: 2)
    #expect(
      try Volume(
        geometry: floats.geometry, voxels: compact.voxels, validity: compact.validity,
        context: context
      ).valueRange == floats.valueRange)
    #expect(try floats.statistics() == compact.statistics())
    #expect(try floats.histogram(bins: 17) == compact.histogram(bins: 17))
    let parts = try pair.both.map { try $0.subvolume(i: 1..<6, j: 2..<6, k: 1..<4) }
    let bits = parts.map { part in
      unsafe part.voxels.withVoxels { unsafe Self.bits($0) }
    }
    #expect(bits[0] == bits[1])
    for offset in 0..<floats.dimensions.voxelCount {
      #expect(
        floats.voxels.value(at: offset).bitPattern == compact.voxels.value(at: offset).bitPattern)
    }
    let masks = try pair.both.map { volume in
      try ValidityMask(
        of: volume.voxels, dimensions: volume.dimensions, context: context, isValid: { $0 > 100 })
    }
    #expect(masks[0] == masks[1])
    #expect(try compact.voxels.infiniteCount(context: context) == 0)
    var random = SeededRandom(3)
    for _ in 0..<50 {
      let point = floats.geometry.patientPoint(
        of: VoxelPoint(
          random.number(in: -1...7), random.number(in: -1...6), random.number(in: -1...5)))
      #expect(floats.value(at: point).orNaN.bitPattern == compact.value(at: point).orNaN.bitPattern)
    }
  }

  @Test func `knows which integers are values but for a whole number`() {
    func areShifted(_ slope: Double, _ intercept: Double, slices: Int = 1) -> Bool {
      let rescales = (0..<slices).map {
        LinearRescale(slope: slope, intercept: intercept - Double($0))
      }
      return StoredIntegers(isSigned: false, rescales: rescales).areShiftedValues
    }
    #expect(areShifted(1, -1024) && areShifted(1, 0) && areShifted(1, 0x1p22))
    #expect(
      !areShifted(2, 0) && !areShifted(-1, 0) && !areShifted(1, 0.5) && !areShifted(1, 0x1p23))
    #expect(!areShifted(1, .infinity) && !areShifted(1, .nan) && !areShifted(1, 0, slices: 2))
  }

  @Test func `tells when words become no numbers`() {
    func isFinite(_ slope: Double) -> Bool {
      let rescale = LinearRescale(slope: slope, intercept: 0)
      return StoredIntegers(isSigned: false, rescales: [rescale]).isFinite
    }
    #expect(isFinite(1) && isFinite(5e33) && !isFinite(6e33) && !isFinite(.nan) && !isFinite(0))
  }
}
