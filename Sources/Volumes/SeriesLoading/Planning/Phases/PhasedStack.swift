import DICOMImaging

/// Stacks of the same place: the phases of one volume.
struct PhasedStack {
  /// The slices of each phase; one phase if no position repeats.
  let phases: [[SliceSource]]
  /// What tells the phases apart, the last axis fastest.
  var axes: [PhaseAxis] = []
  /// How sure that is.
  var grounds = PhaseGrounds()

  /// Positions repeat and nothing separates them.
  struct Inseparable: Error {
    let slices: [SliceSource]
    let positions: Int
    /// The objects among them that are whole stacks each, and what is left.
    let objects: [PhaseSearch.Separated]
    /// What has told the stack from others already.
    let separations: [Separation]
  }

  /// Takes a stack apart into volumes with phases.
  ///
  /// - Parameters:
  ///   - stack: Slices of one key, orientation and spacing, all with a plane.
  ///   - tolerances: What counts as the same position.
  ///   - separations: What has told the stack from others already.
  /// - Returns: What could be separated and what could not.
  static func stacks(
    of stack: [SliceSource], tolerances: StackTolerances, separations: [Separation] = []
  ) -> [Result<PhasedStack, Inseparable>] {
    let repeated = RepeatedStack(stack, tolerances: tolerances)
    guard !repeated.isSimple else {
      return [
        .success(PhasedStack(phases: [stack], grounds: PhaseGrounds(separations: separations)))
      ]
    }
    func recurse(_ parts: [PhaseSearch.Separated]) -> [Result<PhasedStack, Inseparable>] {
      parts.flatMap {
        stacks(of: $0.slices, tolerances: tolerances, separations: separations + [$0.separation])
      }
    }
    var search = PhaseSearch(repeated)
    if let parts = search.volumes(isLastResort: false) { return recurse(parts) }
    if !search.findNamedPhases() {
      if let parts = search.volumes(isLastResort: true) { return recurse(parts) }
      guard search.findFurtherPhases() else {
        if let described = DescribedStacks(repeated) { return recurse(described.volumes) }
        return [
          .failure(
            Inseparable(
              slices: stack, positions: repeated.positionCount,
              objects: ObjectStacks(repeated)?.volumes ?? [], separations: separations))
        ]
      }
    }
    return PhaseLeaves(repeated, search: search, tolerances: tolerances, separations: separations)
      .stacks.map(Result.success)
  }
}

/// On what grounds slices were made phases of one volume.
struct PhaseGrounds: Hashable {
  /// The largest difference of an axis's value within a phase, in the axis's unit.
  var spread = 0.0
  /// Whether nothing but Instance Number tells some phases apart.
  var isByInstance = false
  /// Whether times without dates were taken to run over midnight.
  var isOverMidnight = false
  /// What tells the volume from others of the same positions.
  var separations: [Separation] = []
}
