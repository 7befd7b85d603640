import DICOMImaging
import Geometry

/// The sub-stacks that a search has left, gathered into volumes.
struct PhaseLeaves {
  private let stack: RepeatedStack
  private let axes: [PhaseSearch.Axis]
  private let members: [[Int]]
  private let order: AcquisitionOrder
  private let tolerances: StackTolerances
  private let separations: [Separation]

  init(
    _ stack: RepeatedStack, search: PhaseSearch, tolerances: StackTolerances,
    separations: [Separation]
  ) {
    self.stack = stack
    self.tolerances = tolerances
    self.separations = separations
    order = search.order
    // Time runs slowest, echoes fastest.
    let outcomes: [FrameDistinction.Outcome] = [.time, .setting, .diffusion, .echo]
    axes = outcomes.flatMap { outcome in search.axes.filter { $0.label.outcome == outcome } }
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
    let used = leaves.count > 1 ? usedAxes(leaves) : []
    let isOneList = isListOfWeightings(used, count: leaves.count)
    let ordered = isOneList ? leaves.sorted { order.first(of: $0) < order.first(of: $1) } : leaves
    let grounds = PhaseGrounds(
      spread: axes.map(\.spread).max() ?? 0,
      isByInstance: used.contains { $0.axis.label.distinction == .instanceRank },
      isOverMidnight: used.contains(where: \.axis.isOverMidnight), separations: separations)
    return PhasedStack(
      phases: ordered.map { $0.map { stack.slices[$0] } },
      axes: isOneList ? weightingList(used, leaves: ordered) : phaseAxes(used, leaves: ordered),
      grounds: grounds)
  }

  private typealias UsedAxis = (axis: PhaseSearch.Axis, keys: [Int])

  /// The axes along which the sub-stacks of a volume differ.
  private func usedAxes(_ leaves: [[Int]]) -> [UsedAxis] {
    axes.compactMap { axis -> UsedAxis? in
      let keys = Set(leaves.map { axis.keys[$0[0]] }).sorted()
      return keys.count > 1 ? (axis, keys) : nil
    }
  }

  private func isGrid(_ used: [UsedAxis], count: Int) -> Bool {
    used.reduce(1) { $0.multipliedReportingOverflow(by: $1.keys.count).partialValue } == count
  }

  /// Whether weightings were acquired repeatedly, some oftener than others: they are one list
  /// then, as they were acquired.
  private func isListOfWeightings(_ used: [UsedAxis], count: Int) -> Bool {
    guard used.count == 2, used.contains(where: { $0.axis.label.outcome == .diffusion }),
      let other = used.first(where: { $0.axis.label.outcome != .diffusion })
    else { return false }
    return other.axis.label.distinction == .instanceRank
      || (other.axis.label.outcome != .echo && !isGrid(used, count: count))
  }

  private func weightingList(_ used: [UsedAxis], leaves: [[Int]]) -> [PhaseAxis] {
    guard let axis = used.first(where: { $0.axis.label.outcome == .diffusion })?.axis else {
      return []
    }
    return [PhaseAxis(axis.label, places: leaves.map { value(axis, leaf: $0) })]
  }

  /// The axes of a volume, in order of the sub-stacks.
  private func phaseAxes(_ used: [UsedAxis], leaves: [[Int]]) -> [PhaseAxis] {
    guard !isGrid(used, count: leaves.count) else {
      return used.map { axis, keys in
        let leafOf = Dictionary(
          leaves.map { (axis.keys[$0[0]], $0) }, uniquingKeysWith: { first, _ in first })
        return PhaseAxis(
          axis.label, places: keys.compactMap { leafOf[$0].map { value(axis, leaf: $0) } })
      }
    }
    // Not every combination is there: one axis names the combinations that are.
    let texts = leaves.map { leaf in
      used.map { PhaseAxis.text($0.axis.values[$0.axis.keys[leaf[0]]]) }.joined(separator: ", ")
    }
    return used.first.map { first in
      [
        PhaseAxis(
          tag: first.axis.label.tag, name: used.map(\.axis.label.name).joined(separator: ", "),
          values: texts.map(PhaseAxis.Value.text))
      ]
    } ?? []
  }

  private func value(_ axis: PhaseSearch.Axis, leaf: [Int]) -> PhaseAxis.Place {
    PhaseAxis.Place(value: axis.values[axis.keys[leaf[0]]], plane: stack.slices[leaf[0]].plane)
  }
}
