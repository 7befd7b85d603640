import ArgumentParser
import Sagitta

/// `sagitta frames`: stored images of any kind as pictures.
struct FramesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frames",
    abstract: "Stored images of any kind as pictures: X-ray, ultrasound, colour, cine, localizers.",
    discussion: """
      Frames are shown as they are stored, neither turned nor resampled, with the file's own \
      window, table, palette and speed. No volume is looked for. Several frames make an animated \
      .png or .gif, or a folder of pictures; frames are counted from 1.

      Examples:
        sagitta frames chest.dcm -o chest.png
        sagitta frames echo.dcm -o echo.gif    # plays at the file's own speed
        sagitta frames echo.dcm -o frames/ --frames 1-10,20
        sagitta frames angio.dcm -o sheet.png --montage 6x4 --annotate labels
        sagitta frames mammo/ -o mammo/png/ --file-view 2 --overlays
        sagitta frames slice.dcm -o lung.png --window-preset lung --bits 8
      """)

  @Argument(help: "DICOM files, and folders that are searched recursively.")
  var inputs: [String]

  @Option(
    name: .shortAndLong,
    help: "A picture (.png .jpg .gif), animated .png or .gif for several frames, or a folder.")
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default png.", valueName: "ext"))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "The frames of each image, from 1, as 1-10,20; default: all.", valueName: "list"))
  var frames: FrameListArgument?

  @OptionGroup var view: FrameViewOptions

  @Flag(help: "Draw the file's overlay planes (60xx).")
  var overlays = false

  @Flag(help: "Make pixels square where the file says that they are not.")
  var square = false

  @Option(
    help: ArgumentHelp(
      "A contact sheet: so many columns and rows of frames, spread from first to last.",
      valueName: "CxR"))
  var montage: PictureSizeArgument?

  @Option(
    help: ArgumentHelp(
      "Frames per second of an animation; default: the file's own, else 12.5.", valueName: "n"))
  var fps: PositiveNumberArgument?

  @Option(help: ArgumentHelp("Bits of a grey sample in PNG: 8 or 16.", valueName: "8|16"))
  var bits: GreyDepth = .eight

  @Option(help: ArgumentHelp("JPEG quality, 1 to 100.", valueName: "1…100"))
  var quality: Int = 90

  @Option(
    help: ArgumentHelp(
      "Marks on pictures: none; labels: sides and scale where the file states them, frame, window; "
        + "full: also the series. Default: none; labels on sheets.",
      valueName: "detail"))
  var annotate: AnnotationDetail?

  @Flag(help: "With --annotate full: the patient's name, number and date on the picture.")
  var showIdentity = false

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...100).contains(quality) else {
      throw ValidationError("--quality \(quality) is not between 1 and 100")
    }
    guard !showIdentity || annotate == .full else {
      throw ValidationError("--show-identity belongs to --annotate full")
    }
    guard montage == nil || bits == .eight else {
      throw ValidationError("--bits 16 is for single pictures; sheets have 8 bits")
    }
    guard (montage?.width ?? 1) <= 10_000 / (montage?.height ?? 1) else {
      throw ValidationError("--montage has more than 10000 places")
    }
  }

  func run() throws {
    let target = try target()
    let stopwatch = Stopwatch()
    let set = try stopwatch.time(.load) {
      try StoredImageSet(below: inputs, context: common.context())
    }
    try tell(set)
    let items = try FrameItem.all(set.images, frames)
    let job = try FramesJob(command: self, items: items, stopwatch: stopwatch)
    let report = try job.run(target)
    if common.json { try Console.print(try JSONText.text(report)) }
    common.finish(stopwatch)
  }

  private func target() throws -> OutputTarget {
    let target = try OutputTarget(output, format: format)
    guard case .picture(_, let format) = target else {
      guard case .pictures(_, let format) = target else {
        throw UsageError(
          "\(output): frames are pictures; write \(ImageFileFormat.extensions.joined(separator: " ")) "
            + "or a folder")
      }
      try check(format)
      return target
    }
    try check(format)
    return target
  }

  private func check(_ format: ImageFileFormat) throws {
    guard bits == .eight || format == .png else {
      throw UsageError("\(format) holds 8 bits a sample; write 16 bits as .png")
    }
  }

  /// Files without an image are named; without any image that is all.
  private func tell(_ set: StoredImageSet) throws {
    if set.images.isEmpty {
      guard let first = set.failures.first else {
        throw RefusedError(.badInput, "no DICOM image found in \(inputs.joined(separator: ", "))")
      }
      guard set.failures.count > 1 else { throw first }
      throw RefusedError(
        .badInput, "no image that can be shown in \(set.failures.count) files; \(first)")
    }
    guard !set.failures.isEmpty else { return }
    let counts = Dictionary(grouping: set.failures, by: \.code.rawValue).mapValues(\.count)
    let summary = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    common.note(
      "warning: \(set.failures.count) file\(set.failures.count == 1 ? "" : "s") skipped: "
        + summary.joined(separator: ", "))
    for failure in set.failures { common.detail("skipped \(failure)") }
  }
}
