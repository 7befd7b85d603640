import Sagitta

/// One volume's slices: which planes, their values, their files.
struct SliceJob {
  let command: SliceCommand
  let volume: Volume
  let plan: VolumePlan
  let stopwatch: Stopwatch

  /// Makes and writes the planes.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let items = try items(isFolder: target.isFolder)
    let writer = PlaneWriter(
      source: PlaneSource(
        volume: volume, interpolation: command.picture.interpolation,
        outside: command.picture.outside.map { Float($0.value) }),
      findings: plan.findings, style: target.isPicture ? try style() : nil,
      force: command.force, scheduler: command.common.scheduler(), stopwatch: stopwatch)
    return try writer.write(items, to: target)
  }

  private func style() throws -> PictureStyle {
    let window = try stopwatch.time(.compute) {
      try command.window.resolve(for: volume, command.common.scheduler())
    }
    return PictureStyle(
      window: window, depth: command.picture.bits,
      isInverted: volume.attributes.isInverted, quality: command.picture.quality)
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
      return [PlaneItem(kind: orientation.rawValue, index: index, source: .patientPlane(plane))]
    }
    return try command.selection.indices(count: stack.count).map { index in
      PlaneItem(
        kind: orientation.rawValue, index: index,
        source: .patientPlane(try stack.plane(index)))
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
