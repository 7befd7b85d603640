import Faults
import DICOMImaging
import Geometry
import VolumeModel

/// Decides which images make which volumes; every image is used or skipped with a code.
struct SeriesPlanner {
  let tolerances: StackTolerances
  let assumedSpacing: SIMD3<Double>?
  private let repeats: RepeatedImages

  private(set) var plans: [VolumePlan] = []
  private(set) var skipped: [SkippedFile] = []
  private var unused = UnusedSlices()
  /// Slices that do not say where they lie, to be stacked with the assumed spacing.
  private var placeless: [SliceSource] = []

  init(
    tolerances: StackTolerances, assumedSpacing: SIMD3<Double>?, pixels: PixelComparison
  ) {
    self.tolerances = tolerances
    self.assumedSpacing = assumedSpacing
    repeats = RepeatedImages(tolerances: tolerances, pixels: pixels)
  }

  /// Plans volumes from images without duplicates, and numbers them.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - damaged: Frames of them that cannot be used.
  ///   - conflicting: Images that contradict each other, and are not used.
  mutating func plan(
    _ images: [ScannedImage], without damaged: [DamagedFrame] = [],
    conflicting: [ScannedImage] = []
  ) {
    let slices = images.flatMap(\.slices)
    let usable = damaged.isEmpty ? slices : sound(slices, without: damaged)
    let placed = usable.compactMap { place($0) }
    let series = Dictionary(grouping: placed, by: SeriesIdentity.init).values
    var planned: [PlannedStack] = []
    for series in LoneSlices(tolerances: tolerances).joined(Array(series)) {
      planned += planSeries(series)
    }
    let rules = FindingRules(tolerances: tolerances)
    plans += planned.map { VolumePlan($0, findings: rules.findings(for: $0)) }
    if let assumedSpacing {
      plans += AssumedStacks(spacing: assumedSpacing).plans(of: placeless)
    }
    number()
    tellSplits()
    tellGaps(images, conflicting: conflicting)
    skipped += unused.settle(&plans)
  }

  /// The slice if it has a place or can be given one; else it is put aside.
  private mutating func place(_ slice: SliceSource) -> SliceSource? {
    if let plane = slice.plane, plane.directionCorrection > tolerances.directionDeviation {
      let problem = SkippedFile(
        path: slice.path, code: .noGeometry, message: "Image Orientation (Patient) makes no sense",
        remedies: PlaneProblem.remedies)
      return putAside(slice, problem: problem)
    }
    guard let problem = PlaneProblem.skipped(slice) else { return slice }
    let completed = assumedSpacing.flatMap { AssumedPlaces.completed(slice, spacing: $0) }
    return completed ?? putAside(slice, problem: problem)
  }

  private mutating func putAside(_ slice: SliceSource, problem: SkippedFile) -> SliceSource? {
    if assumedSpacing != nil, problem.code == .noGeometry {
      placeless.append(slice.placed(in: nil))
    } else {
      unused.add(slice, code: problem.code, message: problem.message, remedies: problem.remedies)
    }
    return nil
  }

  /// Says why series became several volumes.
  private mutating func tellSplits() {
    let indices = plans.indices.filter { plans[$0].isOfOneSeries && plans[$0].hasPlaces }
    let series = Dictionary(grouping: indices) { plans[$0].slices[0].header.series.instanceUID }
    for indices in series.values where indices.count > 1 {
      let reasons = SplitReasons(tolerances: tolerances, volumes: indices.map { plans[$0].slices })
      for (place, index) in indices.enumerated() {
        if let finding = reasons.finding(for: place) { plans[index].findings.append(finding) }
      }
    }
  }

  /// Says what is missing of objects, and which positions were given up.
  private mutating func tellGaps(_ images: [ScannedImage], conflicting: [ScannedImage]) {
    let concatenations = Concatenations(images)
    let conflicts = LostPositions(conflicting, tolerances: tolerances)
    for index in plans.indices {
      let findings = [
        concatenations.finding(for: plans[index].images), conflicts.finding(for: plans[index]),
      ]
      plans[index].findings += findings.compactMap(\.self)
    }
  }

  /// The slices whose pixels can be had.
  private mutating func sound(
    _ slices: [SliceSource], without damaged: [DamagedFrame]
  ) -> [SliceSource] {
    let perImage = Dictionary(grouping: damaged) { ObjectIdentifier($0.image) }
    return slices.filter { slice in
      let frames = perImage[ObjectIdentifier(slice.image)] ?? []
      guard let frame = frames.first(where: { $0.frame == slice.frameIndex }) else { return true }
      unused.add(slice, code: frame.code, message: frame.message)
      return false
    }
  }

  private mutating func planSeries(_ series: LoneSlices.Series) -> [PlannedStack] {
    let images = series.slices
    if images.count > 1, areEachAlone(images) {
      skip(
        images, code: .localizer, message: "each image of the series is alone in its orientation")
      return []
    }
    var planned = StackGrouping(tolerances: tolerances).stacks(of: images).flatMap { planStack($0) }
    if let finding = series.finding {
      for index in planned.indices { planned[index].remarks.append(finding) }
    }
    return planned
  }

  /// The volumes of slices that could be one stack.
  private mutating func planStack(_ stack: [SliceSource]) -> [PlannedStack] {
    do throws(StackGeometry.Problem) {
      let geometry = try StackGeometry(stack, tolerances: tolerances)
      let mixed = MixedStack(slices: geometry.slices)
      if let parts = mixed.separated() { return parts.flatMap { planStack($0) } }
      var planned = PlannedStack(geometry)
      planned.remarks += mixed.finding(tolerances).map { [$0] } ?? []
      return [planned]
    } catch .repeatedPositions {
      return planRepeated(stack)
    } catch {
      skip(stack, problem: error)
      return []
    }
  }

  /// The volumes of slices some of which lie at one place.
  private mutating func planRepeated(_ stack: [SliceSource]) -> [PlannedStack] {
    if AssumedPlaces.arePlaceholders(stack) {
      skipPlaceholders(stack)
      return []
    }
    let unique = repeats.withoutCopies(stack)
    skipCopies(unique.copies)
    if !unique.copies.isEmpty { return planStack(unique.kept) }
    return planPhases(PhasedStack.stacks(of: stack, tolerances: tolerances))
  }

  private mutating func planPhases(
    _ stacks: [Result<PhasedStack, PhasedStack.Inseparable>]
  ) -> [PlannedStack] {
    var planned: [PlannedStack] = []
    for stack in stacks {
      switch stack {
      case .failure(let problem): planned += planInseparable(problem)
      case .success(let stack):
        do throws(StackGeometry.Problem) {
          planned.append(try PlannedStack(stack, tolerances: tolerances))
        } catch {
          skip(stack.phases.flatMap(\.self), problem: error)
        }
      }
    }
    return planned
  }

  /// The volumes of slices that nothing tells apart: without copies, and without the positions
  /// that images contradict each other about.
  private mutating func planInseparable(_ problem: PhasedStack.Inseparable) -> [PlannedStack] {
    let resolved = repeats.resolved(problem.slices)
    if !problem.objects.isEmpty, resolved?.conflicts.isEmpty != true {
      return planObjects(problem)
    }
    guard let resolved = resolved ?? repeats.withoutFewCopies(problem.slices) else {
      skip(problem)
      return []
    }
    skipCopies(resolved.copies)
    var planned = planStack(resolved.kept)
    guard !resolved.conflicts.isEmpty else { return planned }
    for place in resolved.conflicts {
      skip(
        place, code: .repeatedPositions,
        message:
          "\(place.count) images lie at this position and differ, and nothing tells which is right")
    }
    let finding = LostPositions.finding(resolved.conflicts.flatMap(\.self), kept: resolved.kept)
    for index in planned.indices { planned[index].remarks.append(finding) }
    return planned
  }

  /// The volumes of objects each of which is a stack of its own.
  private mutating func planObjects(_ problem: PhasedStack.Inseparable) -> [PlannedStack] {
    planPhases(
      problem.objects.flatMap { object in
        PhasedStack.stacks(
          of: object.slices, tolerances: tolerances,
          separations: problem.separations + [object.separation])
      })
  }

  private mutating func skipCopies(_ copies: [(copy: SliceSource, original: SliceSource)]) {
    for (copy, original) in copies {
      unused.add(
        copy, code: .duplicate, message: "the same image as \(original.path), under another UID")
    }
  }

  /// Images that all claim the same place, which is none.
  private mutating func skipPlaceholders(_ stack: [SliceSource]) {
    guard assumedSpacing == nil else {
      placeless += stack.map { $0.placed(in: nil) }
      return
    }
    skip(
      stack, code: .noGeometry,
      message: "Image Position (Patient) is the same in all \(stack.count) images",
      remedies: PlaneProblem.remedies)
  }

  /// Whether no two images of a series share their orientation.
  private func areEachAlone(_ images: [SliceSource]) -> Bool {
    let normals = images.compactMap { $0.plane?.normal }
    for (index, normal) in normals.enumerated() {
      let hasTwin = normals[(index + 1)...].contains {
        $0.degrees(to: normal) <= tolerances.orientationDegrees
      }
      if hasTwin { return false }
    }
    return true
  }

  private mutating func skip(
    _ images: [SliceSource], code: SkippedFile.Code, message: String, remedies: [Remedy] = []
  ) {
    for image in images { unused.add(image, code: code, message: message, remedies: remedies) }
  }

  private mutating func skip(_ problem: PhasedStack.Inseparable) {
    let count = problem.slices.count
    let positions = problem.positions
    skip(
      problem.slices, code: .repeatedPositions,
      message:
        "\(count) images lie at \(positions) position\(positions == 1 ? "" : "s"), and no time, "
        + "echo, diffusion weighting, type or pattern of instance numbers tells them apart as "
        + "stacks of two slices or more")
  }

  private mutating func skip(_ images: [SliceSource], problem: StackGeometry.Problem) {
    switch problem {
    case .repeatedPositions(let distinct):
      skip(
        images, code: .repeatedPositions,
        message: "\(images.count) images lie at \(distinct) position\(distinct == 1 ? "" : "s")")
    case .notCollinear(let deviation, let tolerance):
      skip(
        images, code: .notAStack,
        message: "positions leave the straight line through the stack by \(deviation.shortText) mm "
          + "(tolerance \(tolerance.shortText) mm)")
    case .badGrid(let error): skip(images, code: .notAStack, message: error.description)
    }
  }

  /// Numbers volumes by Series Number, then Series Instance UID, then content.
  private mutating func number() {
    func isBefore(_ a: VolumePlan, _ b: VolumePlan) -> Bool {
      let p = a.seriesNumber ?? .max
      let q = b.seriesNumber ?? .max
      if p != q { return p < q }
      let u = a.attributes.seriesInstanceUID ?? ""
      let v = b.attributes.seriesInstanceUID ?? ""
      if u != v { return u < v }
      let first = a.slices[0]
      let second = b.slices[0]
      let n = first.header.instanceNumber ?? .max
      let m = second.header.instanceNumber ?? .max
      if first.plane?.position == second.plane?.position, n != m { return n < m }
      return StackGrouping.contentOrder(first, second)
    }
    plans.sort(by: isBefore)
    for index in plans.indices { plans[index].id = index + 1 }
  }
}
