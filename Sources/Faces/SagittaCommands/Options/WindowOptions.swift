import ArgumentParser
import SagittaEngine

/// What is black and what is white.
struct WindowOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Display window by centre and width in the volume's unit, or 'full' for min…max.",
      discussion: "Default: the input's own, else the 0.5–99.5 percentile of its valid voxels, of "
        + "stored frames all values.",
      valueName: "c,w|full"))
  var window: String?

  @Option(
    help: ArgumentHelp(
      "A known window: \(WindowPreset.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var windowPreset: String?

  @Option(
    help: ArgumentHelp(
      "Window function: linear, linear-exact or sigmoid; default: the series' own, else linear.",
      valueName: "function"))
  var voi: DisplayWindow.Function?

  func validate() throws {
    // Everything that can be wrong is, before anything is loaded.
    try OptionNames.validate { try request().validate() }
  }

  /// What the options ask for.
  func request() throws -> DisplayRequest {
    var request = DisplayRequest()
    request.window = try WindowRange(text: window, option: "--window")
    request.windowPreset = windowPreset
    request.voi = voi
    return request
  }
}

extension WindowRange {
  /// Reads `c,w` or `full`; nil where nothing is given.
  init?(text: String?, option: String) throws {
    guard let text else { return nil }
    if text == "full" {
      self = .full
      return
    }
    guard let numbers = NumberList.parse(text, counts: 2...2) else {
      throw ValidationError(
        "\(option) \(text) is neither centre,width nor 'full'; write it like -600,1500")
    }
    self = .values(center: numbers[0], width: numbers[1])
  }
}
