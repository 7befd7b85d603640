import ArgumentParser
import Outputs
import SagittaEngine

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

  @Argument(
    help: """
      DICOM files, folders that are searched recursively, and places of a network (@NAME/STUDY).
      """)
  var inputs: [String]

  @Option(
    name: .shortAndLong,
    help: "A picture (.png .jpg .gif), animated .png or .gif for several frames, or a folder.")
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default png.", valueName: "ext"))
  var format: String?

  @OptionGroup var view: FrameViewOptions
  @OptionGroup var encoding: EncodingOptions

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let target = try target()
    let stopwatch = Stopwatch()
    let set = try stopwatch.time(.load) {
      try StoredImageSet(below: inputs, context: common.context())
    }
    try set.checkHoldsImages(inputs: inputs)
    common.tell(set.notices)
    let context = common.context()
    let images = try FrameImages(try view.request(), of: set.images, context: context)
    let writing = common.writing(force: force, encoding: encoding, stopwatch: stopwatch)
    let report = try StoredFrameFiles(images, options: writing).write(to: target)
    common.tell(report.notices)
    try origin.write(
      Provenance(frames: inputs, request: images.request, images: set.images),
      outputs: report.outputs, paths: report.outputs.map(\.path))
    if common.json { try Console.print(try CommandJSON.text(report)) }
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
    guard view.depth.bits == .eight || format.holds16Bits else {
      throw UsageError("\(format) holds 8 bits a sample; write 16 bits as .png")
    }
  }
}
