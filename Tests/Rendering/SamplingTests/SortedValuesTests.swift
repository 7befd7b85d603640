import Sampling
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@Suite struct `Values in their order` {
  /// Columns, rows and slices: less than a word of validity, parts of words, more than a run.
  private static let sizes = [(1, 1, 1), (3, 2, 1), (9, 7, 5), (64, 8, 3), (600, 500, 5)]

  @Test(arguments: sizes, Values.allCases)
  func `are those of sorted voxels, bit for bit`(size: (Int, Int, Int), values: Values) throws {
    for invalid in [0, 3, 60] {
      var random = SeededRandom(UInt64(size.0 + invalid))
      let volume = try values.volume(size, invalid: invalid, random: &random)
      let expected = Self.sorted(volume)
      for level in CPULevel.allCases {
        let sorted = try SortedValues(of: volume, level: level, context: WorkContext(workers: 2))
        try #require(sorted.count == expected.count)
        guard !expected.isEmpty else { continue }
        for _ in 0..<6 {
          let ranks =
            [0, expected.count - 1]
            + (0..<2).map { _ in
              Int.random(in: expected.indices, using: &random)
            }
          let found = try sorted.values(at: ranks, context: WorkContext(workers: 2))
          #expect(found.map(\.bitPattern) == ranks.map { expected[$0].bitPattern })
        }
      }
    }
  }

  @Test func `of voxels that are all invalid or no numbers are none`() throws {
    let nan = try Volume(geometry: Fixtures.grid(5, 4, 3)) { _, _, _ in .nan }
    #expect(try SortedValues(of: nan, context: WorkContext()).count == 0)
    let mask = ValidityMask(dimensions: nan.dimensions) { _ in false }
    let zeros = try VoxelStorage(count: 60)
    let invalid = Volume(geometry: nan.geometry, voxels: zeros, validity: mask)
    #expect(try SortedValues(of: invalid, context: WorkContext()).count == 0)
  }

  /// Valid, finite voxels by value, then by sign.
  private static func sorted(_ volume: Volume) -> [Float] {
    let all = unsafe volume.voxels.withVoxels { unsafe Array($0) }
    let kept = all.enumerated().filter { offset, value in
      value.isFinite && volume.validity?[offset] ?? true
    }.map(\.element)
    return kept.sorted { $0 < $1 || $0 == $1 && $0.sign == .minus && $1.sign == .plus }
  }
}

/// Kinds of voxels.
enum Values: CaseIterable {
  case wholeNumbers, fractions, anyBits, nearZero, equal

  func volume(
    _ size: (Int, Int, Int), invalid: Int, random: inout SeededRandom
  ) throws -> Volume {
    let grid = try Fixtures.grid(size.0, size.1, size.2)
    let volume = try Volume(geometry: grid) { _, _, _ in value(&random) }
    guard invalid > 0 else { return volume }
    // Runs of valid voxels longer than a word, too.
    let words = (0...volume.voxels.count / 100).map { _ in
      Int.random(in: 0..<100, using: &random) < invalid
    }
    let mask = ValidityMask(dimensions: grid.dimensions) { offset in
      !words[offset / 100] || Int.random(in: 0..<100, using: &random) >= invalid
    }
    return Volume(geometry: grid, voxels: volume.voxels, validity: mask)
  }

  private func value(_ random: inout SeededRandom) -> Float {
    switch self {
    case .wholeNumbers: Float(Int.random(in: -1024...3071, using: &random))
    case .fractions: Float(Int.random(in: -2000...2000, using: &random)) * 0.7316
    case .anyBits: Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
    case .nearZero:
      [0, -0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .nan, .infinity, -.infinity][
        Int.random(in: 0..<7, using: &random)]
    case .equal: -1024
    }
  }
}
