import DICOMImaging

/// Looks for the attributes that tell apart the slices of a repeated stack.
///
/// In the order of `FrameDistinction` the first attribute is taken that differs within a
/// position and is constant over a sub-stack; then the next, until no position is taken
/// twice. File names and the order of frames decide nothing; instance numbers only where
/// ``InstanceBlocks`` are beyond doubt and nothing else is there.
struct PhaseSearch {
  /// An attribute that tells slices apart.
  struct Axis {
    let distinction: FrameDistinction
    /// The number of each slice's value among ``values``.
    let keys: [Int]
    /// The different values, ascending.
    let values: [DistinctionValue]
    /// The largest difference of a value within one of the sub-stacks; 0 if it is constant.
    var spread = 0.0
  }

  private let stack: RepeatedStack
  private(set) var partition: Partition
  private(set) var axes: [Axis] = []
  private let candidates: [Axis]

  init(_ stack: RepeatedStack) {
    self.stack = stack
    partition = Partition(stack)
    candidates = FrameDistinction.allCases.compactMap { Self.axis($0, stack.slices) }
  }

  /// The stacks that attributes for separate volumes leave; nil if none applies.
  func volumes() -> [[SliceSource]]? {
    let axis = candidates.first {
      $0.distinction.outcome == .volumes && partition.varies($0.keys)
        && partition.leavesStacks($0.keys)
    }
    return axis.map { axis in
      partition.refined(by: axis.keys).members.map { $0.map { stack.slices[$0] } }
    }
  }

  /// Finds attributes that leave every position once; false if there are none.
  mutating func findPhases() -> Bool {
    while partition.hasRepeats {
      let usable = candidates.filter { candidate in
        candidate.distinction.outcome != .volumes && partition.varies(candidate.keys)
          && !axes.contains { $0.distinction == candidate.distinction }
      }
      let found =
        usable.first { partition.leavesWholeStacks($0.keys) }.map { measured($0, usable) }
        ?? usable.lazy.compactMap(ranked).first
        ?? usable.first { partition.leavesStacks($0.keys) }
        ?? instanceBlocks()
      guard let found else { return false }
      axes.append(found)
      partition = partition.refined(by: found.keys)
    }
    return true
  }

  /// Blocks of instance numbers as an axis, if there is no other.
  private func instanceBlocks() -> Axis? {
    guard axes.isEmpty, let found = InstanceBlocks(stack) else { return nil }
    return Axis(
      distinction: .instanceBlock, keys: found.blocks,
      values: found.firstNumbers.map { .number(Double($0)) })
  }

  /// What all slices say in an attribute; nil if one says nothing, or all the same.
  private static func axis(_ distinction: FrameDistinction, _ slices: [SliceSource]) -> Axis? {
    var values: [DistinctionValue] = []
    values.reserveCapacity(slices.count)
    for slice in slices {
      guard let value = slice.frame.value(of: distinction) else { return nil }
      values.append(value)
    }
    let distinct = Set(values).sorted()
    guard distinct.count > 1 else { return nil }
    let numbers = Dictionary(
      uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
    return Axis(
      distinction: distinction, keys: values.map { numbers[$0] ?? 0 }, values: distinct)
  }

  /// The attribute itself or, if it only counts, one that measures and divides alike.
  private func measured(_ axis: Axis, _ usable: [Axis]) -> Axis {
    guard axis.distinction.isIncidental else { return axis }
    let wanted = partition.refined(by: axis.keys).parts
    // Parts are numbered as they are met, so that equal divisions have equal numbers.
    return usable.first {
      !$0.distinction.isIncidental && partition.refined(by: $0.keys).parts == wanted
    } ?? axis
  }

  /// Times that differ from slice to slice, as the slices of a phase are acquired one after
  /// the other: the n-th time of every position makes a phase, if all of them come before
  /// all of the n+1-th.
  private func ranked(_ axis: Axis) -> Axis? {
    guard axis.distinction.outcome == .time else { return nil }
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
        let (key, place) = (axis.keys[index], SIMD2(part, rank))
        let known = extent[place] ?? key...key
        extent[place] = min(known.lowerBound, key)...max(known.upperBound, key)
      }
    }
    for (place, keys) in extent {
      guard let next = extent[SIMD2(place.x, place.y + 1)] else { continue }
      guard keys.upperBound < next.lowerBound else { return nil }
    }
    guard partition.leavesStacks(ranks) else { return nil }
    return rankedAxis(axis, ranks, extent)
  }

  private func rankedAxis(
    _ axis: Axis, _ ranks: [Int], _ extent: [SIMD2<Int>: ClosedRange<Int>]
  ) -> Axis {
    func number(_ key: Int) -> Double {
      if case .number(let number) = axis.values[key] { number } else { 0 }
    }
    var first = [Int](repeating: .max, count: (ranks.max() ?? 0) + 1)
    for (place, keys) in extent { first[place.y] = min(first[place.y], keys.lowerBound) }
    let spread = extent.values.map { number($0.upperBound) - number($0.lowerBound) }.max()
    return Axis(
      distinction: axis.distinction, keys: ranks, values: first.map { axis.values[$0] },
      spread: spread ?? 0)
  }
}
