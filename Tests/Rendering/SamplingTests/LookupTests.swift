import CVolumes
import Geometry
import Sampling
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@Suite struct `What loops look up` {
  /// Sizes at and around whole words and whole blocks.
  private static let sizes = [
    [1, 1, 1], [8, 8, 8], [9, 9, 9], [10, 10, 10], [64, 2, 3], [65, 17, 2], [17, 18, 19],
    [130, 3, 9],
  ]

  @Test(arguments: sizes)
  func `of validity says of rows and blocks what their voxels say`(size: [Int]) throws {
    let dimensions = GridDimensions(columns: size[0], rows: size[1], slices: size[2])
    for (seed, percent) in [(1, 0), (2, 1), (3, 30), (4, 100)] as [(UInt64, Int)] {
      var random = SeededRandom(seed)
      let mask = ValidityMask(dimensions: dimensions) { _ in
        Int.random(in: 0..<100, using: &random) >= percent
      }
      let grid = try Fixtures.grid(size[0], size[1], size[2])
      let voxels = try VoxelStorage(count: dimensions.voxelCount)
      let source = VolumeSource(
        grid, voxels: voxels,
        validity: try ValidityLookup(mask, size: dimensions, context: WorkContext()))
      func isValid(_ i: Int, _ j: Int, _ k: Int) -> Bool { mask[dimensions.offset(i, j, k)] }
      withExtendedLifetime(source) {
        var volume = unsafe source.forLoops
        for k in 0..<size[2] {
          for j in 0..<size[1] {
            let row = (0..<size[0]).allSatisfy { isValid($0, j, k) }
            #expect(unsafe (sv_row_is_valid(&volume, Int64(j), Int64(k)) == 1) == row)
            for i in 0..<size[0] {
              let found = unsafe sv_is_valid(&volume, Int64(i), Int64(j), Int64(k))
              #expect((found == 1) == isValid(i, j, k))
            }
          }
        }
        unsafe expectBlocks(of: volume.validity, size, isValid)
      }
    }
  }

  /// A block's flag is that of the voxels of its cells: eight and the next one along each axis.
  private func expectBlocks(
    of validity: SVValidity, _ size: [Int], _ isValid: (Int, Int, Int) -> Bool
  ) {
    let counts = unsafe [validity.blocks.0, validity.blocks.1, validity.blocks.2].map { Int($0) }
    #expect(counts == size.map { (max($0 - 2, 0) / 8) + 1 })
    for z in 0..<counts[2] {
      for y in 0..<counts[1] {
        for x in 0..<counts[0] {
          let all = (z * 8..<min(z * 8 + 9, size[2])).allSatisfy { k in
            (y * 8..<min(y * 8 + 9, size[1])).allSatisfy { j in
              (x * 8..<min(x * 8 + 9, size[0])).allSatisfy { i in isValid(i, j, k) }
            }
          }
          let flag = unsafe validity.blockContainsInvalid[(z * counts[1] + y) * counts[0] + x]
          #expect((flag == 0) == all, "block (\(x), \(y), \(z))")
        }
      }
    }
  }

  @Test func `of slices finds the gap from wherever it begins`() {
    var random = SeededRandom(9)
    for count in [2, 3, 4, 9, 60] {
      var places = [0.0]
      while places.count < count {
        places.append(places[places.count - 1] + random.number(in: 0.1...3))
      }
      let asked =
        places + [-5, -1e-9, places[count - 1] + 7, .nan]
        + (0..<200).map { _ in random.number(in: -1...places[count - 1] + 1) }
      for place in asked {
        let expected = places.dropLast().lastIndex { $0 <= place } ?? 0
        for near in 0..<count - 1 {
          let found = unsafe places.withUnsafeBufferPointer { places in
            unsafe sv_slice_before(places.baseAddress, Int64(count), place, Int64(near))
          }
          #expect(Int(found) == expected, "\(place) from \(near)")
        }
      }
    }
  }

  @Test func `of slices is the inverse of their places`() throws {
    let map = try #require(SliceMap(try Fixtures.irregularGrid()))
    for (k, place) in map.places.enumerated() { #expect(map.slice(at: place) == Double(k)) }
    for k in stride(from: 0.0, to: 8, by: 0.125) {
      let low = Int(k)
      let place = map.places[low] + (map.places[low + 1] - map.places[low]) * (k - Double(low))
      #expect(abs(map.slice(at: place) - k) < 1e-12)
    }
  }
}

@Suite struct `Gathered samples` {
  private static let rows: [[Float]] = [
    [1, .nan, -3, .nan], [5, 2, .nan, .nan], [-2, 4, 8, .nan],
  ]

  private func gathered(_ blend: SampleBlend, _ weights: [Float] = [1, 1, 1]) -> [Float] {
    let gathering = SampleGathering(blend, count: 4)
    for (row, weight) in zip(Self.rows, weights) {
      unsafe row.withUnsafeBufferPointer { unsafe gathering.add($0, weight: weight) }
    }
    return unsafe [Float](unsafeUninitializedCapacity: 4) { buffer, filled in
      unsafe gathering.finish(
        into: UnsafeMutableBufferPointer(rebasing: buffer[..<4]), thickness: 10)
      filled = 4
    }
  }

  @Test func `leave out what is no number, and are none where nothing else is`() {
    func expect(_ values: [Float], _ expected: [Float]) {
      #expect(zip(values, expected).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "\(values)")
    }
    expect(gathered(.max), [5, 4, 8, .nan])
    expect(gathered(.min), [-2, 2, -3, .nan])
    expect(gathered(.mean), [4 / 3, 3, 2.5, .nan])
    expect(gathered(.mean, [0.5, 1, 0.5]), [2.25, 8 / 3, 2.5, .nan])
    expect(gathered(.sum), [40 / 3, 30, 25, .nan])
  }
}
