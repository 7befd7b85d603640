/// A stack that makes a volume, with all its phases.
struct PlannedStack {
  /// The slices of the first phase in order, and where all phases lie.
  let geometry: StackGeometry
  /// The slices of each phase in order of k.
  let phases: [[SliceSource]]
  /// What tells the phases apart.
  let axes: [PhaseAxis]
  /// How sure that is.
  let grounds: PhaseGrounds
  /// What became known while the stack was looked for.
  var remarks: [Finding] = []

  /// A stack of one phase.
  init(_ geometry: StackGeometry) {
    self.geometry = geometry
    phases = [geometry.slices]
    axes = []
    grounds = PhaseGrounds()
  }

  /// Lines up the slices of every phase.
  ///
  /// - Throws: ``StackGeometry/Problem`` if one of them makes no stack.
  init(_ stack: PhasedStack, tolerances: StackTolerances) throws(StackGeometry.Problem) {
    geometry = try StackGeometry(stack.phases[0], tolerances: tolerances)
    var phases = [geometry.slices]
    for phase in stack.phases.dropFirst() {
      phases.append(try StackGeometry(phase, tolerances: tolerances).slices)
    }
    self.phases = phases
    axes = stack.axes
    grounds = stack.grounds
  }

  /// The slices of all phases.
  var allSlices: [SliceSource] { phases.flatMap(\.self) }
}
