import DICOMImaging
import Geometry
import VolumeModel

/// Decides which images make which volumes; every image is used or skipped with a code.
struct SeriesPlanner {
  let tolerances: StackTolerances
  let assumedSpacing: SIMD3<Double>?

  private(set) var plans: [VolumePlan] = []
  private(set) var skipped: [SkippedFile] = []
  private var unused = UnusedSlices()

  init(tolerances: StackTolerances, assumedSpacing: SIMD3<Double>?) {
    (self.tolerances, self.assumedSpacing) = (tolerances, assumedSpacing)
  }

  /// Plans volumes from images without duplicates, and numbers them.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - damaged: Frames of them that cannot be used.
  mutating func plan(_ images: [ScannedImage], without damaged: [DamagedFrame] = []) {
    var placed: [SliceSource] = []
    var placeless: [SliceSource] = []
    let slices = images.flatMap(\.slices)
    for image in damaged.isEmpty ? slices : sound(slices, without: damaged) {
      guard let problem = PlaneProblem.skipped(image) else {
        placed.append(image)
        continue
      }
      let canAssume = assumedSpacing != nil && problem.code == .noGeometry
      if canAssume {
        placeless.append(image)
      } else {
        unused.add(image, problem.code, problem.message)
      }
    }
    for series in Dictionary(grouping: placed, by: \.header.series.instanceUID).values {
      planSeries(series)
    }
    if let assumedSpacing {
      plans += AssumedStacks(spacing: assumedSpacing).plans(of: placeless)
    }
    number()
    let concatenations = Concatenations(images)
    for index in plans.indices {
      if let finding = concatenations.finding(for: plans[index].images) {
        plans[index].findings.append(finding)
      }
    }
    skipped += unused.settle(&plans)
  }

  /// The slices whose pixels can be had.
  private mutating func sound(
    _ slices: [SliceSource], without damaged: [DamagedFrame]
  ) -> [SliceSource] {
    let perImage = Dictionary(grouping: damaged) { ObjectIdentifier($0.image) }
    return slices.filter { slice in
      let frames = perImage[ObjectIdentifier(slice.image)] ?? []
      guard let frame = frames.first(where: { $0.frame == slice.frameIndex }) else { return true }
      unused.add(slice, frame.code, frame.message)
      return false
    }
  }

  private mutating func planSeries(_ images: [SliceSource]) {
    let stacks = StackGrouping(tolerances: tolerances).stacks(of: images)
    if images.count > 1, areEachAlone(images) {
      skip(images, .localizer, "each image of the series is alone in its orientation")
      return
    }
    let planned = stacks.flatMap { planStack($0) }
    let findings = FindingRules(tolerances: tolerances, volumesOfSeries: planned.count)
    plans += planned.map { VolumePlan($0, findings: findings.findings(for: $0)) }
  }

  /// The volumes of slices that could be one stack.
  private mutating func planStack(_ stack: [SliceSource]) -> [PlannedStack] {
    do throws(StackGeometry.Problem) {
      return [PlannedStack(try StackGeometry(stack, tolerances))]
    } catch .repeatedPositions {
      return planPhases(PhasedStack.stacks(of: stack, tolerances))
    } catch {
      skip(stack, error)
      return []
    }
  }

  private mutating func planPhases(
    _ stacks: [Result<PhasedStack, PhasedStack.Inseparable>]
  ) -> [PlannedStack] {
    var planned: [PlannedStack] = []
    for stack in stacks {
      switch stack {
      case .failure(let problem): skip(problem)
      case .success(let stack):
        do throws(StackGeometry.Problem) {
          planned.append(try PlannedStack(stack, tolerances))
        } catch {
          skip(stack.phases.flatMap(\.self), error)
        }
      }
    }
    return planned
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
    _ images: [SliceSource], _ code: SkippedFile.Code, _ message: String
  ) {
    for image in images { unused.add(image, code, message) }
  }

  private mutating func skip(_ problem: PhasedStack.Inseparable) {
    let (count, positions) = (problem.slices.count, problem.positions)
    skip(
      problem.slices, .repeatedPositions,
      "\(count) images lie at \(positions) position\(positions == 1 ? "" : "s"), and no time, "
        + "echo, diffusion weighting or type tells them apart as stacks of two slices or more")
  }

  private mutating func skip(_ images: [SliceSource], _ problem: StackGeometry.Problem) {
    switch problem {
    case .repeatedPositions(let distinct):
      skip(
        images, .repeatedPositions,
        "\(images.count) images lie at \(distinct) position\(distinct == 1 ? "" : "s")")
    case .notCollinear(let deviation, let tolerance):
      skip(
        images, .notAStack,
        "positions leave the straight line through the stack by \(deviation.shortText) mm "
          + "(tolerance \(tolerance.shortText) mm)")
    case .badGrid(let error): skip(images, .notAStack, error.description)
    }
  }

  /// Numbers volumes by Series Number, then Series Instance UID, then content.
  private mutating func number() {
    func isBefore(_ a: VolumePlan, _ b: VolumePlan) -> Bool {
      let (p, q) = (a.seriesNumber ?? .max, b.seriesNumber ?? .max)
      if p != q { return p < q }
      let (u, v) = (a.attributes.seriesInstanceUID ?? "", b.attributes.seriesInstanceUID ?? "")
      if u != v { return u < v }
      return StackGrouping.contentOrder(a.slices[0], b.slices[0])
    }
    plans.sort(by: isBefore)
    for index in plans.indices { plans[index].id = index + 1 }
  }
}

extension VolumePlan {
  init(_ stack: PlannedStack, findings: [Finding]) {
    self.init(
      phases: stack.phases, axes: stack.axes, geometry: stack.geometry.grid, findings: findings)
  }

  /// A plan for slices in order of k, by phase.
  init(
    phases slices: [[SliceSource]], axes: [PhaseAxis] = [], geometry: GridGeometry,
    findings: [Finding], hasPatientFrame: Bool = true
  ) {
    id = 0
    volumeFile = nil
    phaseAxes = axes
    phaseSlices = slices
    var seen: Set<ObjectIdentifier> = []
    images = slices.joined().map(\.image).filter { seen.insert(ObjectIdentifier($0)).inserted }
    seriesNumber = slices[0][slices[0].count / 2].header.series.number
    self.geometry = geometry
    self.findings = findings
    phaseAttributes = slices.map {
      Self.attributes(of: $0, hasPatientFrame: hasPatientFrame)
    }
  }

  /// What is known of a phase, from its middle slice (n/2, rounded down).
  private static func attributes(
    of slices: [SliceSource], hasPatientFrame: Bool
  ) -> VolumeAttributes {
    let middle = slices[slices.count / 2]
    let header = middle.header
    return VolumeAttributes(
      modality: header.series.modality, unit: middle.unit,
      description: header.series.description, seriesInstanceUID: header.series.instanceUID,
      frameOfReferenceUID: Set(slices.map(\.header.series.frameOfReferenceUID)).count == 1
        ? header.series.frameOfReferenceUID : nil,
      windows: middle.windows.compactMap(DisplayWindow.init), isInverted: header.isInverted,
      hasPatientFrame: hasPatientFrame)
  }
}

extension DisplayWindow {
  /// The window of a file, or nil if its numbers make no sense.
  init?(_ stored: StoredWindow) {
    let function: Function =
      switch stored.function {
      case "LINEAR_EXACT": .linearExact
      case "SIGMOID": .sigmoid
      // LINEAR has no width below 1: such files mean the line itself (PS3.3 C.11.2.1.3.2).
      default: stored.width < 1 ? .linearExact : .linear
      }
    self.init(center: stored.center, width: stored.width, function: function)
  }
}
