import DICOMImaging

/// Times that differ from slice to slice, as the slices of a phase are acquired one after
/// the other: the n-th time of every position makes a phase, if all of them come before
/// all of the n+1-th.
struct TimeRanks {
  /// The ranks as an axis.
  let axis: PhaseSearch.Axis

  /// Nil if times overlap, or leave parts that are no stacks.
  init?(_ axis: PhaseSearch.Axis, partition: Partition) {
    var ranks = [Int](repeating: 0, count: axis.keys.count)
    var extent: [SIMD2<Int>: ClosedRange<Int>] = [:]
    var sizes: [Int: Int] = [:]
    for cell in partition.cells {
      let ordered = cell.sorted { axis.keys[$0] < axis.keys[$1] }
      let part = partition.parts[cell[0]]
      guard sizes[part, default: cell.count] == cell.count else { return nil }
      sizes[part] = cell.count
      for (rank, index) in ordered.enumerated() {
        ranks[index] = rank
        let key = axis.keys[index]
        let place = SIMD2(part, rank)
        let known = extent[place] ?? key...key
        extent[place] = min(known.lowerBound, key)...max(known.upperBound, key)
      }
    }
    for (place, keys) in extent {
      guard let next = extent[SIMD2(place.x, place.y + 1)] else { continue }
      guard keys.upperBound < next.lowerBound else { return nil }
    }
    guard partition.leavesStacks(ranks) else { return nil }
    self.axis = Self.axis(axis, ranks: ranks, extent: extent)
  }

  private static func axis(
    _ axis: PhaseSearch.Axis, ranks: [Int], extent: [SIMD2<Int>: ClosedRange<Int>]
  ) -> PhaseSearch.Axis {
    func number(_ key: Int) -> Double {
      if case .number(let number) = axis.values[key] { number } else { 0 }
    }
    var first = [Int](repeating: .max, count: (ranks.max() ?? 0) + 1)
    for (place, keys) in extent { first[place.y] = min(first[place.y], keys.lowerBound) }
    let spread = extent.values.map { number($0.upperBound) - number($0.lowerBound) }.max()
    return PhaseSearch.Axis(
      label: axis.label, keys: ranks, values: first.map { axis.values[$0] },
      spread: spread ?? 0, isOverMidnight: axis.isOverMidnight)
  }
}
