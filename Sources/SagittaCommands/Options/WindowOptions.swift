import ArgumentParser
import Sagitta

/// How values become grey.
struct WindowOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Display window by centre and width in the volume's unit, or 'full' for min…max.",
      discussion: "Default: the series' own, else the 0.5–99.5 percentile of its valid voxels.",
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

  /// The choice that the options make.
  func choice() throws -> WindowChoice {
    if let windowPreset {
      guard window == nil else {
        throw UsageError("--window and --window-preset contradict each other; give one")
      }
      return .preset(try WindowPreset(named: windowPreset))
    }
    guard let window else { return .automatic }
    if window == "full" { return .full }
    guard let numbers = NumberList.parse(window, counts: 2...2) else {
      throw UsageError("--window \(window) is neither centre,width nor 'full', as -600,1500 is")
    }
    // The shape matters for the smallest width.
    guard
      let explicit = DisplayWindow(
        center: numbers[0], width: numbers[1], function: voi ?? .linear)
    else {
      throw UsageError(
        "--window \(window): the width must be at least 1 for linear, above 0 for the others")
    }
    return .explicit(explicit)
  }
}
