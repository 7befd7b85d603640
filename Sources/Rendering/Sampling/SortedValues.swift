import CKernels
package import VolumeModel
package import WorkScheduling

/// The valid, finite voxels of a volume in the order of their values, which are counted, not moved.
///
/// Zeros of both signs are told apart, the negative ones first.
package struct SortedValues: Sendable {
  /// How many there are.
  package let count: Int

  private let volume: Volume
  private let level: CPULevel
  /// How many there are of each upper half of a value's bits, in the order of values.
  private let counts: [Int64]

  /// Values whose places may be asked for at once.
  package static var mostRanks: Int { Int(SG_COUNTED_UPPERS) }

  /// The halves of 32 bits.
  private static var halves: Int { 1 << 16 }

  /// Counts the values.
  ///
  /// - Parameters:
  ///   - volume: Whose voxels.
  ///   - level: The loops that count.
  ///   - context: The workers.
  /// - Throws: `WorkCancelled`.
  /// - Complexity: One pass over the voxels.
  package init(of volume: Volume, level: CPULevel = .current, context: WorkContext) throws {
    let loops = level.kernels
    let found = try unsafe volume.counts(bins: Self.halves, context: context) {
      values, count, valid, counts in
      unsafe loops.countUpper(values, count, valid, counts)
    }
    self.volume = volume
    self.level = level
    counts = (0..<UInt32(Self.halves)).map { place in
      let upper = Self.upper(at: place)
      return Float(bitPattern: upper << 16).isFinite ? found[Int(upper)] : 0
    }
    count = Int(counts.reduce(0, +))
  }

  /// The values at places of the order, 0 the smallest.
  ///
  /// - Parameters:
  ///   - ranks: The places, each at least 0 and below ``count``, at most ``mostRanks``.
  ///   - context: The workers.
  /// - Returns: A value for each place.
  /// - Throws: `WorkCancelled`.
  /// - Complexity: One pass over the voxels.
  package func values(at ranks: [Int], context: WorkContext) throws -> [Float] {
    precondition(ranks.count <= Self.mostRanks, "few places are asked for at once")
    precondition(ranks.allSatisfy((0..<count).contains), "there is a value at each place")
    let bins = ranks.map { Self.bin(holding: $0, in: counts) }
    let places = Set(bins.map(\.place)).sorted()
    guard let first = places.first else { return [] }
    let found = try lowerCounts(of: places.map { Self.upper(at: UInt32($0)) }, context)
    return zip(ranks, bins).map { rank, bin in
      let upper = Self.upper(at: UInt32(bin.place))
      let isNegative = upper >> 15 == 1
      let table = (places.firstIndex(of: bin.place) ?? first) * Self.halves
      // The larger the bits of a negative number are, the smaller it is.
      let sorted = (0..<Self.halves).lazy.map { found[table + (isNegative ? $0 ^ 0xFFFF : $0)] }
      let lower = UInt32(Self.bin(holding: rank - bin.before, in: sorted).place)
      return Float(bitPattern: upper << 16 | (isNegative ? lower ^ 0xFFFF : lower))
    }
  }

  /// How many values there are of each lower half of the bits, for each of these upper ones.
  private func lowerCounts(of uppers: [UInt32], _ context: WorkContext) throws -> [Int64] {
    let loops = level.kernels
    // The loops look for so many; of equal ones only the first counts.
    let wanted = uppers + [UInt32](repeating: uppers[0], count: Self.mostRanks - uppers.count)
    return try unsafe volume.counts(bins: uppers.count * Self.halves, context: context) {
      values, count, valid, counts in
      unsafe loops.countLower(values, count, valid, wanted, counts)
    }
  }

  /// The upper half of the bits of values at a place of the order.
  private static func upper(at place: UInt32) -> UInt32 {
    place >> 15 == 1 ? place ^ 0x8000 : place ^ 0xFFFF
  }

  private static func bin(
    holding rank: Int, in counts: some Sequence<Int64>
  ) -> (place: Int, before: Int) {
    var before = 0
    for (place, count) in counts.enumerated() {
      if before + Int(count) > rank { return (place, before) }
      before += Int(count)
    }
    preconditionFailure("there is a value at each place")
  }
}

extension Volume {
  /// Voxels between two looks whether the work was cancelled: whole words of validity.
  private static var runLength: Int { 1 << 18 }

  /// Voxels of a part at least; fewer are counted while another table is made ready.
  private static var leastPart: Int { 1 << 20 }

  /// Adds up what `add` counts in all voxels, in tables of so many bins.
  ///
  /// Sums do not depend on how voxels are shared out.
  fileprivate func counts(
    bins: Int, context: WorkContext,
    add:
      @Sendable (
        UnsafePointer<Float>, Int64, UnsafePointer<UInt64>?, UnsafeMutablePointer<Int64>
      ) -> Void
  ) throws -> [Int64] {
    let runsPerSlice = (dimensions.voxelsPerSlice - 1) / Self.runLength + 1
    let runs = runsPerSlice * dimensions.slices
    let parts = max(1, min(runs, 2 * context.workers, dimensions.voxelCount / Self.leastPart))
    let tables = try context.map(parts) { part in
      try unsafe [Int64](unsafeUninitializedCapacity: bins) { table, written in
        unsafe table.initialize(repeating: 0)
        written = bins
        guard let counts = table.baseAddress else { return }
        for run in part * runs / parts..<(part + 1) * runs / parts {
          try context.check()
          let (k, piece) = run.quotientAndRemainder(dividingBy: runsPerSlice)
          unsafe withRun(piece, ofSlice: k) { unsafe add($0, $1, $2, counts) }
        }
      }
    }
    return tables.dropFirst().reduce(into: tables[0]) { sum, table in
      for bin in sum.indices { sum[bin] += table[bin] }
    }
  }

  /// Calls `body` with a run of a slice's voxels, their number and their bits of validity.
  private func withRun(
    _ piece: Int, ofSlice k: Int,
    body: (UnsafePointer<Float>, Int64, UnsafePointer<UInt64>?) -> Void
  ) {
    let start = piece * Self.runLength
    let count = min(Self.runLength, dimensions.voxelsPerSlice - start)
    unsafe voxels.withVoxels { all in
      // SAFETY: the run lies in the slice, the slice in the volume, and so do the words.
      guard let values = all.baseAddress else { return }
      let first = unsafe values + k * dimensions.voxelsPerSlice + start
      guard let validity else { return unsafe body(first, Int64(count), nil) }
      unsafe validity.words.withUnsafeBufferPointer { words in
        let word = k * validity.wordsPerSlice + start / 64
        unsafe body(first, Int64(count), words.baseAddress.map { unsafe $0 + word })
      }
    }
  }
}
