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
  /// By the upper halves of their bits.
  private let bins: FilledBins

  /// Values whose places may be asked for at once.
  package static var mostRanks: Int { Int(SG_COUNTED_UPPERS) }

  /// The halves of 32 bits.
  private static var halves: Int { 1 << 16 }

  /// The upper halves of finite numbers; all others are not finite.
  private static let negativeUppers = 0x8000..<0xFF80
  private static let positiveUppers = 0..<0x7F80

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
    var bins = FilledBins()
    // The larger the bits of a negative number are, the smaller it is.
    bins.add(Self.negativeUppers.reversed(), of: found)
    bins.add(Self.positiveUppers, of: found)
    self.bins = bins
    count = bins.total
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
    let found = ranks.map { bins.bin(holding: $0) }
    let lowers = try lowerBins(of: Set(found.map(\.half)).sorted(), context)
    return zip(ranks, found).map { rank, bin in
      guard let lower = lowers[bin.half]?.bin(holding: rank - bin.before).half else {
        preconditionFailure("all upper halves were looked for")
      }
      return Float(bitPattern: UInt32(bin.half << 16 | lower))
    }
  }

  /// The values of each of these upper halves, by the lower halves of their bits.
  private func lowerBins(of uppers: [Int], _ context: WorkContext) throws -> [Int: FilledBins] {
    guard let first = uppers.first else { return [:] }
    let loops = level.kernels
    // The loops look for so many; of equal ones only the first counts.
    let wanted = (0..<Self.mostRanks).map { UInt32($0 < uppers.count ? uppers[$0] : first) }
    let found = try unsafe volume.counts(bins: uppers.count * Self.halves, context: context) {
      values, count, valid, counts in
      unsafe loops.countLower(values, count, valid, wanted, counts)
    }
    var lowers: [Int: FilledBins] = [:]
    for (n, upper) in uppers.enumerated() {
      var bins = FilledBins()
      if Self.negativeUppers.contains(upper) {
        bins.add((0..<Self.halves).reversed(), of: found, from: n * Self.halves)
      } else {
        bins.add(0..<Self.halves, of: found, from: n * Self.halves)
      }
      lowers[upper] = bins
    }
    return lowers
  }
}

/// The bins of a table that hold something, in the order of their values.
private struct FilledBins: Sendable {
  /// A bin's half of the bits, and how many values lie in those before it.
  private var filled: [(half: Int, before: Int)] = []
  /// The values in all of them.
  private(set) var total = 0

  /// Adds bins of a table that begins at `start`.
  mutating func add(_ halves: some Sequence<Int>, of counts: [Int64], from start: Int = 0) {
    for half in halves where counts[start + half] > 0 {
      filled.append((half, total))
      total += Int(counts[start + half])
    }
  }

  /// - Precondition: The place is that of a value.
  func bin(holding rank: Int) -> (half: Int, before: Int) {
    guard let bin = filled.last(where: { $0.before <= rank }) else {
      preconditionFailure("there is a value at each place")
    }
    return bin
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
    let begin = k * dimensions.voxelsPerSlice + start
    unsafe voxels.withVoxels(in: begin..<begin + count) { run in
      // SAFETY: the run lies in the slice, the slice in the volume, and so do the words.
      guard let first = run.baseAddress else { return }
      guard let validity else { return unsafe body(first, Int64(count), nil) }
      unsafe validity.words.withUnsafeBufferPointer { words in
        let word = k * validity.wordsPerSlice + start / 64
        unsafe body(first, Int64(count), words.baseAddress.map { unsafe $0 + word })
      }
    }
  }
}
