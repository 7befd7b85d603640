import DICOMImaging

/// Looks for the attributes that tell apart the slices of a repeated stack.
///
/// In the order of `FrameDistinction` the first attribute is taken that differs within a
/// position and is constant over a sub-stack; then the next, until no position is taken
/// twice. File names decide nothing; instance numbers only where ``InstanceRanks`` form a pattern
/// and nothing else is there.
struct PhaseSearch {
  /// An attribute that tells slices apart.
  struct Axis {
    let label: AxisLabel
    /// The number of each slice's value among ``values``.
    let keys: [Int]
    /// The values in order; different ones, but for weightings that were acquired repeatedly.
    let values: [DistinctionValue]
    /// The largest difference of a value within one of the sub-stacks; 0 if it is constant.
    var spread = 0.0
    /// Whether times without dates were taken to run over midnight.
    var isOverMidnight = false
  }

  /// Slices that are volumes of their own, and what tells them apart.
  struct Separated {
    let slices: [SliceSource]
    let separation: Separation
  }

  private let stack: RepeatedStack
  private(set) var partition: Partition
  private(set) var axes: [Axis] = []
  let order: AcquisitionOrder
  private let candidates: [Axis]

  init(_ stack: RepeatedStack) {
    self.stack = stack
    partition = Partition(stack)
    order = AcquisitionOrder(stack.slices)
    candidates = PhaseCandidates(stack.slices, order: order).axes
  }

  /// The stacks that attributes for separate volumes leave; nil if none applies.
  ///
  /// As a last resort attributes are looked at that yield to those of phases.
  func volumes(isLastResort: Bool) -> [Separated]? {
    let whole = Partition(stack)
    let isDiffusion = candidates.contains {
      $0.label.outcome == .diffusion && whole.varies($0.keys)
    }
    let axis = candidates.first {
      $0.label.outcome == .volumes && $0.label.isLastResort == isLastResort
        && !(isDiffusion && $0.label.distinction == .makerFlag)
        && whole.varies($0.keys) && whole.leavesStacks($0.keys)
    }
    return axis.map { axis in
      whole.refined(by: axis.keys).members.map { members in
        Separated(
          slices: members.map { stack.slices[$0] },
          separation: .attribute(axis.label.name, axis.values[axis.keys[members[0]]]))
      }
    }
  }

  /// Finds attributes that leave every position once; false if there are none.
  mutating func findNamedPhases() -> Bool {
    while partition.hasRepeats {
      let usable = usable
      let found =
        usable.first { partition.leavesWholeStacks($0.keys) }.map { named($0, usable: usable) }
        ?? usable.lazy.compactMap(ranked).first.map { named($0, usable: usable) }
        ?? usable.first {
          !$0.label.isIncidental && $0.label.outcome != .setting && partition.leavesStacks($0.keys)
        }.map(counted)
      guard let found else { return false }
      add(found)
    }
    return true
  }

  /// Finds what else leaves every position once: instance numbers, and attributes that leave
  /// stacks of different positions; false if there is nothing.
  mutating func findFurtherPhases() -> Bool {
    while !findNamedPhases() {
      guard
        let found = instanceRanks() ?? usable.first(where: { partition.leavesStacks($0.keys) })
      else { return false }
      add(found)
    }
    return true
  }

  private mutating func add(_ axis: Axis) {
    axes.append(axis)
    partition = partition.refined(by: axis.keys)
  }

  private var usable: [Axis] {
    candidates.filter { candidate in
      candidate.label.outcome != .volumes && partition.varies(candidate.keys)
        && !axes.contains { $0.label == candidate.label }
    }
  }

  /// The n-th instance number of every position as an axis.
  private func instanceRanks() -> Axis? {
    guard let found = InstanceRanks(stack, partition: partition) else { return nil }
    return Axis(
      label: AxisLabel(.instanceRank), keys: found.ranks,
      values: found.firstNumbers.map { .number(Double($0)) })
  }

  /// The ranks of instance numbers where they leave every position in every phase, and an axis that
  /// varies within a phase would take phases apart.
  private func counted(_ axis: Axis) -> Axis {
    axis.label.distinction?.variesWithinPhase == true ? instanceRanks() ?? axis : axis
  }

  /// The axis with the name and the values that say most of it.
  private func named(_ axis: Axis, usable: [Axis]) -> Axis {
    if axis.label.outcome == .time,
      let weighting = usable.first(where: { $0.label.outcome == .diffusion }),
      let named = renamed(axis, by: weighting)
    {
      return named
    }
    guard axis.label.isIncidental, axis.spread == 0 else { return axis }
    return measured(axis, usable: usable)
  }

  /// An axis that only counts, by one that measures and divides alike.
  private func measured(_ axis: Axis, usable: [Axis]) -> Axis {
    let wanted = partition.refined(by: axis.keys).parts
    // Parts are numbered as they are met, so that equal divisions have equal numbers.
    let measure = usable.first {
      !$0.label.isIncidental && partition.refined(by: $0.keys).parts == wanted
    }
    guard let measure else { return axis }
    // What was set one after the other stays in the order of the count.
    return measure.label.outcome == .setting ? renamed(axis, by: measure) ?? measure : measure
  }

  /// An axis with the values of another one that is constant for each of its own.
  private func renamed(_ axis: Axis, by other: Axis) -> Axis? {
    var values = [DistinctionValue?](repeating: nil, count: axis.values.count)
    for (key, place) in zip(axis.keys, other.keys) {
      guard values[key] ?? other.values[place] == other.values[place] else { return nil }
      values[key] = other.values[place]
    }
    let known = values.compactMap(\.self)
    guard known.count == values.count else { return nil }
    var renamed = Axis(label: other.label, keys: axis.keys, values: known)
    renamed.isOverMidnight = axis.isOverMidnight
    return renamed
  }

  private func ranked(_ axis: Axis) -> Axis? {
    axis.label.outcome == .time ? TimeRanks(axis, partition: partition)?.axis : nil
  }
}
