import ArgumentParser
import SagittaEngine

/// How values become grey or colours.
struct DisplayOptions: ParsableArguments {
  @OptionGroup var depth: DepthOptions
  @OptionGroup var window: WindowOptions

  @Option(
    help: ArgumentHelp(
      "Colours instead of grey, as hot-iron or viridis; `sagitta list color-maps` has all.",
      valueName: "name"))
  var colorMap: String?

  @Flag(help: "Low values white, as PET is often read: every grey, or colour, is turned round.")
  var invert = false

  func validate() throws {
    try OptionNames.validate { try request().validate() }
  }

  /// What the options ask for.
  func request() throws -> DisplayRequest {
    var request = try window.request()
    request.bits = depth.bits
    request.colorMap = colorMap
    request.invert = invert
    return request
  }
}

/// A second volume laid over pictures of the first.
struct OverlayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A second volume, laid over the picture where it lies in the patient.", valueName: "path"))
  var overlay: String?

  @Option(help: ArgumentHelp("Which volume of --overlay, as for --volume.", valueName: "id"))
  var overlayVolume: String?

  @Option(
    help: ArgumentHelp(
      "The phase of an overlay that has several, from 0; default 0.", valueName: "n"))
  var overlayPhase: PhaseSelection?

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

  @Flag(help: "Lay over what states another frame of reference: you know that they agree.")
  var assumeAligned = false

  func validate() throws {
    guard overlay != nil || !isAnyOverlayOptionGiven else {
      throw ValidationError("--overlay-… options and --assume-aligned belong to --overlay")
    }
    guard overlaySuv == nil || !overlayRealWorld else {
      throw ValidationError("--overlay-suv and --overlay-real-world are two kinds; choose one")
    }
    if overlayPhase == .all { throw ValidationError("--overlay-phase: pick one phase") }
    try OptionNames.validate { try unreadRequest().validate() }
  }

  private var isAnyOverlayOptionGiven: Bool {
    overlayVolume != nil || overlayMap != nil || overlayLabels != nil || overlayWindow != nil
      || overlayOpacity != nil || assumeAligned || overlayPhase != nil || overlaySuv != nil
      || overlayRealWorld || overlayAssumeSpacing != nil
  }

  /// Whether the overlay holds numbers that name something.
  var isLabels: Bool { overlayMap == "labels" || overlayLabels != nil }

  /// What the options ask for, with a table of labels.
  private func request(labels: LabelTable?) throws -> OverlayRequest {
    var request = OverlayRequest()
    request.map = overlayMap
    request.labels = labels
    request.window = try WindowRange(text: overlayWindow, option: "--overlay-window")
    request.opacity = overlayOpacity?.value
    request.assumeAligned = assumeAligned
    return request
  }

  /// What the options ask for while words are parsed: the table of labels is a file, which is read
  /// when everything else is right.
  func unreadRequest() throws -> OverlayRequest {
    try request(labels: overlayLabels.map { _ in .default })
  }

  /// What the options ask for; nil without an overlay.
  ///
  /// - Throws: `VolumeRequestError` if there is no table of labels where one is named.
  func request() throws -> OverlayRequest? {
    guard overlay != nil else { return nil }
    return try request(labels: try overlayLabels.map(LabelTable.init(file:)))
  }

  /// Loads the second volume; nil without one.
  func load(
    over base: VolumePlan, input: InputOptions, common: CommonOptions, stopwatch: Stopwatch
  ) throws -> SecondVolume? {
    guard let overlay else { return nil }
    return try stopwatch.time(.load) {
      try SecondVolume(
        at: overlay, selection: selection(like: input.selection), over: base,
        context: common.context().holding(base.memoryBytes), tell: common.tell)
    }
  }

  /// The overlay's own choices; what holds for any input, as tolerances do, is kept.
  private func selection(like first: VolumeSelection) -> VolumeSelection {
    var second = first
    second.volume = overlayVolume
    second.phase = overlayPhase
    second.assumedSpacing = overlayAssumeSpacing?.list
    second.values = overlaySuv != nil ? .suvBodyWeight : overlayRealWorld ? .realWorld : .modality
    return second
  }
}
