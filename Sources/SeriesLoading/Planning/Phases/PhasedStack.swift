import DICOMImaging
import Geometry

/// Stacks of the same place: the phases of one volume.
struct PhasedStack {
  /// The slices of each phase; one phase if no position repeats.
  let phases: [[SliceSource]]
  /// What tells the phases apart, the last axis fastest.
  let axes: [PhaseAxis]
  /// The largest difference of an axis's value within a phase, in the axis's unit.
  let spread: Double

  /// Positions repeat and nothing separates them.
  struct Inseparable: Error {
    let slices: [SliceSource]
    let positions: Int
  }

  /// Takes a stack apart into volumes with phases.
  ///
  /// - Parameters:
  ///   - stack: Slices of one key, orientation and spacing, all with a plane.
  ///   - tolerances: What counts as the same position.
  /// - Returns: What could be separated and what could not.
  static func stacks(
    of stack: [SliceSource], _ tolerances: StackTolerances
  ) -> [Result<PhasedStack, Inseparable>] {
    let repeated = RepeatedStack(stack, tolerances)
    guard !repeated.isSimple else {
      return [.success(PhasedStack(phases: [stack], axes: [], spread: 0))]
    }
    var search = PhaseSearch(repeated)
    if let volumes = search.volumes() {
      return volumes.flatMap { stacks(of: $0, tolerances) }
    }
    guard search.findPhases() else {
      return [
        .failure(Inseparable(slices: stack, positions: repeated.positionCount))
      ]
    }
    return PhaseLeaves(repeated, search, tolerances).stacks.map(Result.success)
  }
}

/// The sub-stacks that a search has left, gathered into volumes.
private struct PhaseLeaves {
  private let stack: RepeatedStack
  private let axes: [PhaseSearch.Axis]
  private let members: [[Int]]
  private let tolerances: StackTolerances

  init(_ stack: RepeatedStack, _ search: PhaseSearch, _ tolerances: StackTolerances) {
    (self.stack, self.tolerances) = (stack, tolerances)
    // Time runs slowest, echoes fastest.
    let order: [FrameDistinction.Outcome] = [.time, .diffusion, .echo]
    axes = order.flatMap { outcome in
      search.axes.filter { $0.distinction.outcome == outcome }
    }
    let ordered = axes
    members = search.partition.members.sorted { a, b in
      ordered.map { $0.keys[a[0]] }.lexicographicallyPrecedes(ordered.map { $0.keys[b[0]] })
    }
  }

  /// Volumes: sub-stacks with the same positions are phases of one.
  var stacks: [PhasedStack] {
    var groups: [[Int]: [[[Int]]]] = [:]
    for leaf in members {
      let positions = leaf.map { stack.positions[$0] }.sorted()
      let known = groups[positions, default: []]
      if let place = known.firstIndex(where: { isSamePlace($0[0], leaf) }) {
        groups[positions]?[place].append(leaf)
      } else {
        groups[positions, default: []].append([leaf])
      }
    }
    return groups.values.flatMap { $0 }.map(phasedStack)
  }

  /// Whether slices of equal positions along the normal also agree across it.
  private func isSamePlace(_ a: [Int], _ b: [Int]) -> Bool {
    func points(_ leaf: [Int]) -> [PatientPoint] {
      leaf.sorted { stack.positions[$0] < stack.positions[$1] }
        .compactMap { stack.slices[$0].plane?.position }
    }
    guard let plane = stack.slices[a[0]].plane else { return false }
    let pixel = min(plane.columnSpacing, plane.rowSpacing)
    let tolerance = max(tolerances.relativeSideways * pixel, tolerances.samePosition)
    return zip(points(a), points(b)).allSatisfy { ($0 - $1).length <= tolerance }
  }

  private func phasedStack(_ leaves: [[Int]]) -> PhasedStack {
    PhasedStack(
      phases: leaves.map { $0.map { stack.slices[$0] } }, axes: phaseAxes(leaves),
      spread: axes.map(\.spread).max() ?? 0)
  }

  /// The axes along which the sub-stacks of a volume differ, in order of the sub-stacks.
  private func phaseAxes(_ leaves: [[Int]]) -> [PhaseAxis] {
    guard leaves.count > 1 else { return [] }
    let used = axes.compactMap { axis -> (axis: PhaseSearch.Axis, keys: [Int])? in
      let keys = Set(leaves.map { axis.keys[$0[0]] }).sorted()
      return keys.count > 1 ? (axis, keys) : nil
    }
    let cells = used.reduce(1) { $0.multipliedReportingOverflow(by: $1.keys.count).partialValue }
    if cells == leaves.count {
      return used.map { PhaseAxis($0.axis.distinction, $0.keys.map($0.axis.value)) }
    }
    // Not every combination is there: one axis names the combinations that are.
    let texts = leaves.map { leaf in
      used.map { PhaseAxis.text($0.axis.value($0.axis.keys[leaf[0]])) }.joined(separator: ", ")
    }
    return used.first.map { first in
      [
        PhaseAxis(
          tag: first.axis.distinction.tag,
          name: used.map(\.axis.distinction.rawValue).joined(separator: ", "),
          values: texts.map(PhaseAxis.Value.text), directions: nil)
      ]
    } ?? []
  }
}

extension PhaseSearch.Axis {
  fileprivate func value(_ key: Int) -> DistinctionValue { values[key] }
}
