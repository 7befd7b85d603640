import Sagitta

/// One volume's slices: which planes, their values, their files.
struct SliceJob {
  let command: SliceCommand
  let volume: Volume
  let plan: VolumePlan
  /// The images behind the volume, if DICOM is written.
  let source: SourceImages?
  let stopwatch: Stopwatch

  /// Makes and writes the planes.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let items = try items(isFolder: target.isFolder)
    let scheduler = command.common.scheduler()
    let writer = PlaneWriter(
      source: PlaneSource(volume, command.picture, scheduler), findings: plan.findings,
      style: target.isShown ? try style(scheduler) : nil, force: command.force,
      scheduler: scheduler, stopwatch: stopwatch)
    return try writer.write(items, to: target, command.dicom, source)
  }

  private func style(_ scheduler: WorkScheduler) throws -> PictureStyle {
    try stopwatch.time(.compute) {
      try PictureStyle(volume, command.picture, command.window, scheduler)
    }
  }

  private func items(isFolder: Bool) throws -> [PlaneItem] {
    if command.native {
      let count = volume.dimensions.slices
      return try command.selection.indices(count: count).map {
        PlaneItem(kind: "native", index: $0, source: .storedSlice($0))
      }
    }
    let choice = command.plane ?? (isFolder ? .all : .axial)
    return try choice.orientations.flatMap(items)
  }

  private func items(_ orientation: OrthogonalOrientation) throws -> [PlaneItem] {
    let stack = try OrthogonalPlan(
      volume.geometry, orientation, layout: command.picture.layout)
    if let coordinate = command.selection.at?.value {
      let plane = try stack.plane(at: coordinate)
      warnIfOutside(coordinate, stack)
      let index = try stack.index(closestTo: coordinate)
      return [PlaneItem(kind: orientation.rawValue, index: index, source: .plane(plane))]
    }
    return try command.selection.indices(count: stack.count).map { index in
      PlaneItem(
        kind: orientation.rawValue, index: index,
        source: .plane(try stack.plane(index)))
    }
  }

  /// A plane beside the volume is legal and empty, but rarely meant.
  private func warnIfOutside(_ coordinate: Double, _ stack: OrthogonalPlan) {
    let axis = stack.orientation.axisAcross
    let bounds = volume.geometry.patientBounds
    let (low, high) = (bounds.lower.coordinates[axis], bounds.upper.coordinates[axis])
    if coordinate < low || coordinate > high {
      command.common.note(
        "warning: --at \(coordinate.displayText) lies outside the volume, which reaches from "
          + "\(low.displayText) to \(high.displayText) mm: the picture is empty")
    }
  }
}
