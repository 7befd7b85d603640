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
    let items = command.sheet.isGiven ? [] : try items(isFolder: target.isFolder)
    let sheets = try sheets(isFolder: target.isFolder)
    let context = command.common.context()
    let overlay = try command.overlay.layer(
      over: volume, plan, command.input, command.common, stopwatch)
    let shown = sheets.isEmpty ? items : sheets.flatMap { $0.places.map(\.item) }
    let others =
      overlay?.findings(over: shown.map { $0.plane(in: volume.geometry) }, command.common) ?? []
    var writer = PlaneWriter(
      source: try PlaneSource(volume, command.planes, command.outside, context),
      findings: plan.findings + others,
      style: target.isShown ? try style(overlay, context) : nil, overlay: overlay,
      force: command.force, quality: command.picture.encoding.quality, context: context,
      stopwatch: stopwatch,
      memoryLimit: command.common.memoryLimit)
    writer.framesPerSecond =
      command.picture.encoding.fps?.value ?? PlaneWriter.usualFramesPerSecond
    return try sheets.isEmpty
      ? writer.write(items, to: target, command.dicom, source)
      : writer.write(sheets, to: target)
  }

  private func style(
    _ overlay: OverlayLayer?, _ context: WorkContext
  ) throws -> ImageStyle {
    try stopwatch.time(.compute) {
      var style = try ImageStyle(try command.display.request(), for: volume, context: context)
      style.needsColor = command.sheet.panels
      style.overlay = overlay?.overlay
      style.annotator = ImageAnnotator(
        command.picture.annotation(planeLines: command.planes.sampling.planeLines),
        default: command.sheet.isGiven ? .labels : .none, of: volume.attributes,
        identity: command.picture.marks.identity(of: plan, command.input, command.common),
        footing: [FootingText.window(of: style, volume.attributes)]
          + (overlay?.lines ?? []))
      return style
    }
  }

  private func items(isFolder: Bool) throws -> [PlaneItem] {
    if command.native {
      return try storedSlices(command.selection.indices(count: volume.dimensions.slices))
    }
    let choice = command.plane ?? (isFolder ? .all : .axial)
    return try choice.orientations.flatMap(items)
  }

  private func items(_ orientation: OrthogonalOrientation) throws -> [PlaneItem] {
    let stack = try OrthogonalPlan(
      volume.geometry, orientation, layout: command.picture.layout)
    if let coordinate = command.selection.at?.value ?? crosshair(across: orientation) {
      return [try item(at: coordinate, stack)]
    }
    return try items(command.selection.indices(count: stack.count), stack)
  }

  func storedSlices(_ indices: [Int]) -> [PlaneItem] {
    indices.map {
      PlaneItem(
        kind: "native", index: $0, total: volume.dimensions.slices,
        reach: volume.geometry.sliceDistance / 2, source: .storedSlice($0))
    }
  }

  func items(_ indices: [Int], _ stack: OrthogonalPlan) throws -> [PlaneItem] {
    try indices.map { index in
      PlaneItem(
        kind: stack.orientation.rawValue, index: index, total: stack.count,
        reach: stack.spacing / 2, source: .plane(try stack.plane(index)))
    }
  }

  func item(at coordinate: Double, _ stack: OrthogonalPlan) throws -> PlaneItem {
    warnIfOutside(coordinate, stack)
    return PlaneItem(
      kind: stack.orientation.rawValue, index: try stack.index(closestTo: coordinate),
      total: stack.count, reach: stack.spacing / 2,
      source: .plane(try stack.plane(at: coordinate)))
  }

  /// Where a crosshair chooses the plane: nothing else was asked for.
  private func crosshair(across orientation: OrthogonalOrientation) -> Double? {
    guard !command.selection.isGiven else { return nil }
    return command.picture.crosshair?.point.coordinates[orientation.axisAcross]
  }

  /// A plane beside the volume is legal and empty, but rarely meant.
  private func warnIfOutside(_ coordinate: Double, _ stack: OrthogonalPlan) {
    let axis = stack.orientation.axisAcross
    let bounds = volume.geometry.patientBounds
    let (low, high) = (bounds.lower.coordinates[axis], bounds.upper.coordinates[axis])
    if coordinate < low || coordinate > high {
      command.common.note(
        "warning: \(coordinate.displayText) mm lies outside the volume, which reaches from "
          + "\(low.displayText) to \(high.displayText) mm: the picture is empty")
    }
  }
}
