import DICOMImaging
import Geometry
import VolumeModel

extension VolumePlan {
  /// Whether all slices state the same Series Instance UID.
  var isOfOneSeries: Bool {
    slices.allSatisfy {
      $0.header.series.instanceUID == slices[0].header.series.instanceUID
    }
  }

  /// Whether the slices say where they lie.
  var hasPlaces: Bool { slices.allSatisfy { $0.plane != nil } }

  init(_ stack: PlannedStack, findings: [Finding]) {
    self.init(
      phases: stack.phases, axes: stack.axes, geometry: stack.geometry.grid, findings: findings,
      hasPatientFrame: !stack.allSlices.contains { $0.frame.isInVolumeFrame })
  }

  /// A plan for slices in order of k, by phase.
  init(
    phases slices: [[SliceSource]], axes: [PhaseAxis] = [], geometry: GridGeometry,
    findings: [Finding], hasPatientFrame: Bool = true
  ) {
    id = 0
    source = .slices(PlannedSlices(phases: slices))
    phaseAxes = axes
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
    // Values are floats: a window beyond them shows nothing.
    guard Float(stored.center).isFinite, Float(stored.width).isFinite else { return nil }
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
