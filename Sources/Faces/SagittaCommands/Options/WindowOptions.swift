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
    _ = try choice(function: voi)
  }

  /// The window of a volume: one for all its pictures.
  func resolve(for volume: Volume, _ context: WorkContext) throws -> DisplayWindow {
    let function = voi ?? volume.attributes.windows.first?.function
    return try choice(function: function)
      .resolve(for: volume, function: function, context: context)
  }

  private func choice(function: DisplayWindow.Function?) throws -> WindowChoice {
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
    return try WindowChoice(text: window, option: "--window", function: function)
  }
}

extension WindowChoice {
  /// Reads `c,w` or `full`; nil is automatic.
  ///
  /// Without a function a window is linear, or linear exact where it is narrower than 1.
  init(text: String?, option: String, function: DisplayWindow.Function?) throws {
    guard let text else {
      self = .automatic
      return
    }
    if text == "full" {
      self = .full
      return
    }
    guard let numbers = NumberList.parse(text, counts: 2...2) else {
      throw ValidationError(
        "\(option) \(text) is neither centre,width nor 'full'; write it like -600,1500")
    }
    let usual: DisplayWindow.Function = numbers[1] < 1 ? .linearExact : .linear
    let explicit = DisplayWindow(
      center: numbers[0], width: numbers[1], function: function ?? usual)
    guard let explicit else {
      throw ValidationError(
        "\(option) \(text): the width must be above 0, and at least 1 for --voi linear")
    }
    self = .explicit(explicit)
  }
}
