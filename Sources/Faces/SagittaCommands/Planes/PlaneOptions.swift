import ArgumentParser
import Outputs
import SagittaEngine

/// What the verbs that show planes have in common.
struct PlaneOptions: ParsableArguments {
  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A picture (.png .jpg), a sequence (.gif .apng .mp4), a value file (.npy .nii .nii.gz), .dcm, "
        + "a folder, names such as 'DIR/{plane}-{index}.png', or - for standard output."))
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default png.", valueName: "ext"))
  var format: String?

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup(title: "Picture") var picture: ImageOptions
  @OptionGroup(title: "Display") var display: DisplayOptions
  @OptionGroup(title: "Overlay") var overlay: OverlayOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingOptions
  @OptionGroup(title: "Sampling") var outside: OutsideOptions
  @OptionGroup(title: "Sampling") var gaps: GapOptions
  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  /// What the options ask for, of these planes.
  ///
  /// - Parameters:
  ///   - planes: The planes.
  ///   - readsFiles: Whether files that options name are read; not yet while words are parsed.
  /// - Returns: The request, not yet checked.
  /// - Throws: `VolumeRequestError` for a table of labels that cannot be read; `ValidationError`.
  func request(_ planes: PlaneChoice, readsFiles: Bool) throws -> PlaneRequest {
    var request = PlaneRequest()
    request.planes = planes
    request.interpolation = sampling.interpolation
    request.antialias = gaps.antialias
    request.outside = outside.outside?.value
    request.markGaps = gaps.markGaps
    request.layout = picture.layout
    request.display = try display.request()
    request.marks = picture.annotation(planeLines: sampling.planeLines)
    if overlay.overlay != nil {
      request.overlay = try readsFiles ? overlay.request() : overlay.unreadRequest()
    }
    return request
  }

  /// Where the results go, checked as far as it can be before anything is read.
  func target() throws -> OutputTarget {
    let target = try OutputTarget(output, format: format, dicom: dicom)
      .animated(framesPerSecond: picture.encoding.fps?.value)
    try target.check(display.depth.bits)
    try target.checkStandardOutput(printsJSON: common.json)
    try target.check(input.reading.kind.values)
    try target.check(picture, display: display, overlay: overlay, dicom: dicom)
    return target
  }
}

/// What becomes of missing slices and of pixels coarser than voxels.
struct GapOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Hatch what is interpolated across missing slices; a value file gets a mask beside it, "
        + "NAME-gaps: 0 measured, 1 across a gap, 2 no value."))
  var markGaps = false

  @Flag(
    inversion: .prefixedNo,
    help: "Widen the kernel where pixels are coarser than voxels, against false structures.")
  var antialias = false
}
