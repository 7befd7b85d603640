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

  func validate() throws {
    // Everything that can be wrong is, before anything is loaded.
    _ = try choice(function: voi ?? .linear)
  }

  /// The window of a volume: one for all its pictures.
  func resolve(for volume: Volume, _ scheduler: WorkScheduler) throws -> DisplayWindow {
    let function = voi ?? volume.attributes.windows.first?.function ?? .linear
    return try choice(function: function)
      .resolve(for: volume, function: function, scheduler: scheduler)
  }

  private func choice(function: DisplayWindow.Function) throws -> WindowChoice {
    if let windowPreset {
      guard window == nil else {
        throw ValidationError("--window and --window-preset contradict each other; give one")
      }
      do {
        return .preset(try WindowPreset(named: windowPreset))
      } catch {
        throw ValidationError(error.description)
      }
    }
    guard let window else { return .automatic }
    if window == "full" { return .full }
    guard let numbers = NumberList.parse(window, counts: 2...2) else {
      throw ValidationError(
        "--window \(window) is neither centre,width nor 'full'; write it like -600,1500")
    }
    let explicit = DisplayWindow(center: numbers[0], width: numbers[1], function: function)
    guard let explicit else {
      throw ValidationError(
        "--window \(window): the width must be at least 1 for linear, above 0 for the others")
    }
    return .explicit(explicit)
  }
}
