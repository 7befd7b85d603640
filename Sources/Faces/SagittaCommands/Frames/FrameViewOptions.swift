import ArgumentParser
import SagittaEngine

/// Which frames are shown, and how.
struct FrameViewOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The frames of each image, from 1, as 1-10,20; default: all.", valueName: "list"))
  var frames: FrameList?

  @OptionGroup var window: WindowOptions

  @Option(
    help: ArgumentHelp(
      "Which of the file's own views of grey, from 1: its tables come first, then its windows.",
      valueName: "n"))
  var fileView: CountArgument?

  @Flag(help: "Draw the file's overlay planes (60xx).")
  var overlays = false

  @Flag(help: "Make pixels square where the file says that they are not.")
  var square = false

  @Option(
    help: ArgumentHelp(
      "A contact sheet: so many columns and rows of frames, spread from first to last.",
      valueName: "CxR"))
  var montage: PictureSizeArgument?

  @OptionGroup var depth: DepthOptions
  @OptionGroup(title: "Marks") var marks: MarkOptions

  func validate() throws {
    try OptionNames.validate { try request().validate() }
  }

  /// What the options ask for.
  func request() throws -> FramesRequest {
    let display = try window.request()
    var request = FramesRequest()
    request.frames = frames
    request.window = display.window
    request.windowPreset = display.windowPreset
    request.fileView = fileView?.value
    request.voi = display.voi ?? .linear
    request.overlays = overlays
    request.square = square
    request.montage = montage.map { SIMD2($0.width, $0.height) }
    request.bits = depth.bits
    request.annotate = marks.annotate
    request.showIdentity = marks.showIdentity
    return request
  }
}
