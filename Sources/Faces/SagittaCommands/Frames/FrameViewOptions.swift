import ArgumentParser
import Sagitta

/// How stored values of any image become grey.
struct FrameViewOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Display window by centre and width, or 'full' for min…max of the frames shown.",
      discussion:
        "Default: the file's own first table (VOI LUT), else its first window, else all values.",
      valueName: "c,w|full"))
  var window: String?

  @Option(
    help: ArgumentHelp(
      "A known window: \(WindowPreset.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var windowPreset: String?

  @Option(
    help: ArgumentHelp(
      "Which of the file's own views of grey, from 1: its tables come first, then its windows.",
      valueName: "n"))
  var fileView: CountArgument?

  @Option(
    help: ArgumentHelp(
      "Function of --window and --window-preset: linear, linear-exact or sigmoid.",
      valueName: "function"))
  var voi: DisplayWindow.Function = .linear

  func validate() throws {
    let given = [window != nil, windowPreset != nil, fileView != nil].count { $0 }
    guard given <= 1 else {
      throw ValidationError(
        "--window, --window-preset and --file-view contradict each other; give one")
    }
    _ = try choice()
  }

  /// The view that was asked for.
  func choice() throws -> GreyChoice {
    if let windowPreset {
      do {
        return .window(try WindowPreset(named: windowPreset).window(function: voi))
      } catch {
        throw ValidationError(error.description)
      }
    }
    switch try WindowChoice(text: window, option: "--window", function: voi) {
    case .explicit(let window): return .window(window)
    case .full: return .full
    case .automatic, .preset: return .own(fileView?.value ?? 1)
    }
  }
}
