import DICOMImaging

/// What is worth telling about the phases of a stack, and about what tells it from others.
struct PhaseFindings {
  private let stack: PlannedStack

  init(_ stack: PlannedStack) {
    self.stack = stack
  }

  /// The findings, those of all phases first.
  var all: [Finding] {
    [phases, byInstance, overMidnight, separation].compactMap(\.self)
  }

  private var phases: Finding? {
    guard stack.phases.count > 1 else { return nil }
    let names = stack.axes.map { "\($0.name) (\($0.values.count))" }.joined(separator: " × ")
    let spread = stack.grounds.spread
    let message =
      "\(stack.phases.count) phases along \(names)"
      + (spread > 0
        ? "; within a phase it differs by up to \(spread.shortText) from slice to slice" : "")
      + (planned.map {
        "; \($0) time points were planned: the acquisition was cut short, or files are missing"
      } ?? "")
    var values = ["phases": [Double(stack.phases.count)], "spread": [spread]]
    if let planned { values["planned"] = [Double(planned)] }
    return Finding(.phases, severity: .note, message: message, values: values)
  }

  /// The number of time points that was planned, if it is more than there are phases.
  private var planned: Int? {
    let stated = stack.phases.joined().compactMap(\.header.statedExtent.timePoints).max()
    return stated.flatMap { $0 > stack.phases.count ? $0 : nil }
  }

  private var byInstance: Finding? {
    guard stack.grounds.isByInstance else { return nil }
    let places = stack.geometry.slices.count
    let phases = stack.phases.count
    return Finding(
      .phasesByInstance, severity: .warning,
      message: "nothing but Instance Number tells some of the \(phases) phases apart: it takes the "
        + "\(places) positions equally often and in one order, and the n-th number of each is one "
        + "phase\(witnesses); when each phase was acquired is not known",
      values: ["phases": [Double(phases)], "positions": [Double(places)]])
  }

  /// What else in the files agrees.
  private var witnesses: String {
    let slices = stack.phases.flatMap(\.self)
    var witnesses: [String] = []
    if slices.contains(where: { $0.header.statedExtent.locations != nil }) {
      witnesses.append("Locations in Acquisition")
    }
    if slices.contains(where: { $0.header.statedExtent.timePoints == stack.phases.count }) {
      witnesses.append("Number of Temporal Positions")
    }
    if numbersAgree { witnesses.append("In-Stack Position Number") }
    guard !witnesses.isEmpty else { return "" }
    let verb = witnesses.count == 1 ? "agrees" : "agree"
    return " (\(witnesses.joined(separator: " and ")) \(verb))"
  }

  /// Whether all slices of a place state one In-Stack Position Number, and others another.
  private var numbersAgree: Bool {
    let columns = stack.geometry.slices.indices.map { k in
      Set(stack.phases.map { $0[k].header.statedExtent.inStackPosition })
    }
    let numbers = columns.compactMap { $0.count == 1 ? $0.first.flatMap(\.self) : nil }
    return Set(numbers).count == columns.count
  }

  private var overMidnight: Finding? {
    guard stack.grounds.isOverMidnight else { return nil }
    return Finding(
      .timesOverMidnight, severity: .warning,
      message:
        "times of day without a date of their own run over midnight: the early ones were taken for "
        + "those of the next day")
  }

  private var separation: Finding? {
    guard !stack.grounds.separations.isEmpty else { return nil }
    let texts = stack.grounds.separations.map(\.text)
    return Finding(
      .separatedVolume, severity: .note,
      message:
        "other images of the series lie at the same positions; this volume differs from them by "
        + texts.joined(separator: ", and by "))
  }
}
