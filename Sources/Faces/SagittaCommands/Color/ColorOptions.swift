import ArgumentParser
import Sagitta

/// Colours of grey pictures, and a second volume laid over them.
struct ColorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colours instead of grey, as hot-iron or viridis; `sagitta list color-maps` has all.",
      valueName: "name"))
  var colorMap: String?

  @Option(
    help: ArgumentHelp(
      "A second volume, laid over the picture where it lies in the patient.", valueName: "path"))
  var overlay: String?

  @Option(help: ArgumentHelp("Which volume of --overlay, as for --volume.", valueName: "id"))
  var overlayVolume: String?

  @Option(
    help: ArgumentHelp(
      "The phase of an overlay that has several, from 0; default 0.", valueName: "n"))
  var overlayPhase: PhaseArgument?

  @Option(
    help: ArgumentHelp("Values of a PET overlay as uptake values, as --suv.", valueName: "bw"))
  var overlaySuv: SUVArgument?

  @Flag(help: "Values of the overlay's Real World Value Mapping, as --real-world.")
  var overlayRealWorld = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Spacings of an overlay without positions, as --assume-spacing.", valueName: "dx,dy,dz"))
  var overlayAssumeSpacing: SpacingArgument?

  @Option(
    help: ArgumentHelp(
      "Colours of the overlay: a color map (default hot-iron), or 'labels' for whole numbers.",
      valueName: "name"))
  var overlayMap: String?

  @Option(
    help: ArgumentHelp(
      "Colour table of labels: number, name, red, green, blue, opacity on each line.",
      valueName: "file"))
  var overlayLabels: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Window of the overlay; default as for --window.", valueName: "c,w|full"))
  var overlayWindow: String?

  @Option(
    help: ArgumentHelp("0 (clear) to 1 (opaque); default 0.5, 0.7 for PET.", valueName: "0…1"))
  var overlayOpacity: NumberArgument?

  @Flag(help: "Low values white, as PET is often read: every grey, or colour, is turned round.")
  var invert = false

  @Flag(help: "Lay over what states another frame of reference: you know that they agree.")
  var assumeAligned = false

  func validate() throws {
    _ = try map()
    guard overlay != nil || !isAnyOverlayOptionGiven else {
      throw ValidationError("--overlay-… options and --assume-aligned belong to --overlay")
    }
    guard overlaySuv == nil || !overlayRealWorld else {
      throw ValidationError("--overlay-suv and --overlay-real-world are two kinds; choose one")
    }
    if overlayPhase == .all { throw ValidationError("--overlay-phase: pick one phase") }
    if let opacity = overlayOpacity?.value, !(0...1).contains(opacity) {
      throw ValidationError("--overlay-opacity \(opacity.displayText) is not between 0 and 1")
    }
    guard overlayWindow == nil || !isLabels else {
      throw ValidationError("labels have colours of their own; --overlay-window is for color maps")
    }
    guard overlayLabels == nil || overlayMap == nil || isLabels else {
      throw ValidationError("--overlay-labels is for --overlay-map labels")
    }
    if !isLabels { _ = try overlayColors() }
    _ = try WindowChoice(text: overlayWindow, option: "--overlay-window", function: nil)
  }

  private var isAnyOverlayOptionGiven: Bool {
    overlayVolume != nil || overlayMap != nil || overlayLabels != nil || overlayWindow != nil
      || overlayOpacity != nil || assumeAligned || overlayPhase != nil || overlaySuv != nil
      || overlayRealWorld || overlayAssumeSpacing != nil
  }

  /// The options of an input with another path and the overlay's own choices; what holds for any
  /// input, as tolerances do, is kept.
  func input(_ path: String, like first: InputOptions) -> InputOptions {
    // A copy: options that are made here and not parsed have no values to read.
    var second = first
    second.inputs = [path]
    second.volume = overlayVolume
    second.phase = overlayPhase
    second.assumeSpacing = overlayAssumeSpacing
    second.kind.suv = overlaySuv
    second.kind.realWorld = overlayRealWorld
    return second
  }

  /// Whether the overlay holds numbers that name something.
  var isLabels: Bool { overlayMap == "labels" || overlayLabels != nil }

  /// The colours of the picture itself, if it is not to be grey.
  func map() throws -> ColorMap? {
    try colorMap.map(Self.map)
  }

  /// The colours of an overlay that is measured.
  func overlayColors() throws -> ColorMap {
    try Self.map(overlayMap ?? "hot-iron")
  }

  private static func map(_ name: String) throws -> ColorMap {
    do {
      return try ColorMap(named: name)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
