import DICOMImaging

/// Several stacks of one place that only Series Description tells apart.
struct DescribedStacks {
  let volumes: [PhaseSearch.Separated]

  /// Nil if an image has no description, or one of them is not a stack of two slices at least.
  init?(_ stack: RepeatedStack) {
    let texts = stack.slices.compactMap(\.header.series.description)
    guard texts.count == stack.slices.count else { return nil }
    let names = Set(texts).sorted()
    let numbers = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    let keys = texts.map { numbers[$0] ?? 0 }
    let whole = Partition(stack)
    guard whole.varies(keys), whole.leavesStacks(keys) else { return nil }
    volumes = whole.refined(by: keys).members.map { members in
      PhaseSearch.Separated(
        slices: members.map { stack.slices[$0] },
        separation: .attribute("Series Description", .text(texts[members[0]])))
    }
  }
}
