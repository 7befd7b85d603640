import ArgumentParser
import Sagitta

/// How stored values of any image become grey.
struct FrameViewOptions: ParsableArguments {
  @OptionGroup var window: WindowOptions

  @Option(
    help: ArgumentHelp(
      "Which of the file's own views of grey, from 1: its tables come first, then its windows.",
      valueName: "n"))
  var fileView: CountArgument?

  func validate() throws {
    guard fileView == nil || (window.window == nil && window.windowPreset == nil) else {
      throw ValidationError(
        "--window, --window-preset and --file-view contradict each other; give one")
    }
  }

  /// The view that was asked for.
  func choice() throws -> GreyChoice {
    let function = window.voi ?? .linear
    switch try window.request().windowChoice(function: function) {
    case .explicit(let window): return .window(window)
    case .preset(let preset): return .window(preset.window(function: function))
    case .full: return .full
    case .automatic: return .own(fileView?.value ?? 1)
    }
  }
}
