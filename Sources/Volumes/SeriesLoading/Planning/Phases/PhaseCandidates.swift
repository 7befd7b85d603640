import DICOMImaging
import DICOMModel

/// The attributes and dimensions in which the slices of a stack differ.
struct PhaseCandidates {
  private let slices: [SliceSource]
  private let order: AcquisitionOrder

  init(_ slices: [SliceSource], order: AcquisitionOrder) {
    self.slices = slices
    self.order = order
  }

  /// In the order in which they are to be tried: attributes, then dimensions of objects.
  var axes: [PhaseSearch.Axis] {
    FrameDistinction.allCases.compactMap(axis) + dimensions.compactMap(axis)
  }

  /// What all slices say in an attribute; nil if one says nothing, or all the same.
  private func axis(_ distinction: FrameDistinction) -> PhaseSearch.Axis? {
    guard var values = values(of: distinction) else { return nil }
    let evening = distinction.isClock ? evening(of: values) : nil
    if let evening { values = ClockOrder.unrolled(values, evening: evening) }
    let distinct = Set(values).sorted()
    guard distinct.count > 1 else { return nil }
    var axis = axis(AxisLabel(distinction), values: values, distinct: distinct)
    axis.isOverMidnight = evening != nil
    return axis
  }

  private func values(of distinction: FrameDistinction) -> [DistinctionValue]? {
    guard distinction == .diffusion else {
      var values: [DistinctionValue] = []
      values.reserveCapacity(slices.count)
      for slice in slices {
        guard let value = slice.frame.value(of: distinction) else { return nil }
        values.append(value)
      }
      return values
    }
    let weightings = slices.map(\.frame.diffusion)
    guard weightings.contains(where: { ($0?.bValue ?? 0) > 0 }) || !weightings.contains(nil) else {
      return nil
    }
    // Images that say nothing of diffusion among others that do are the unweighted ones.
    return weightings.map { .diffusion($0 ?? .unweighted) }
  }

  private func evening(of values: [DistinctionValue]) -> Double? {
    let seconds = Set(values).compactMap { value -> Double? in
      if case .number(let seconds) = value { seconds } else { nil }
    }
    return ClockOrder.evening(of: seconds, start: slices.first?.frame.statedStart)
  }

  /// Settings and weightings in the order in which they were acquired, so that lists of them that
  /// were made elsewhere fit; everything else by value.
  private func axis(
    _ label: AxisLabel, values: [DistinctionValue], distinct: [DistinctionValue]
  ) -> PhaseSearch.Axis {
    let byValue = Dictionary(
      uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
    let keys = values.map { byValue[$0] ?? 0 }
    guard label.outcome == .setting || label.outcome == .diffusion else {
      return PhaseSearch.Axis(label: label, keys: keys, values: distinct)
    }
    let first = order.first(ofEachOf: keys, count: distinct.count)
    let places = distinct.indices.sorted { (first[$0], $0) < (first[$1], $1) }
    var numbers = [Int](repeating: 0, count: places.count)
    for (number, place) in places.enumerated() { numbers[place] = number }
    return PhaseSearch.Axis(
      label: label, keys: keys.map { numbers[$0] }, values: places.map { distinct[$0] })
  }

  /// The dimensions that all slices have; none for images without them.
  private var dimensions: [DimensionIndex] {
    guard let first = slices.first?.frame.dimensions, !first.isEmpty else { return [] }
    return first.map(\.dimension)
  }

  /// The places of all slices along a dimension.
  ///
  /// The values are the attribute's where it differs as the index does, else the index itself.
  private func axis(_ dimension: DimensionIndex) -> PhaseSearch.Axis? {
    var indices: [Int] = []
    var stated: [Int: Set<DistinctionValue>] = [:]
    for slice in slices {
      guard let place = slice.frame.dimensions.first(where: { $0.dimension == dimension }) else {
        return nil
      }
      indices.append(place.index)
      stated[place.index, default: []].formUnion(place.value.map { [$0] } ?? [])
    }
    let distinct = Set(indices).sorted()
    guard distinct.count > 1 else { return nil }
    let numbers = Dictionary(
      uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
    let named = distinct.compactMap { stated[$0]?.count == 1 ? stated[$0]?.first : nil }
    let isNamed = named.count == distinct.count && Set(named).count == named.count
    return PhaseSearch.Axis(
      label: AxisLabel(dimension), keys: indices.map { numbers[$0] ?? 0 },
      values: isNamed ? named : distinct.map { .number(Double($0)) })
  }
}
