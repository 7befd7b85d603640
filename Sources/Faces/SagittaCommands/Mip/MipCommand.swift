import ArgumentParser
import Outputs
import SagittaEngine

/// `sagitta mip`: projections from any direction.
struct MipCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mip", abstract: "Maximum, minimum and mean projections from any direction.",
    discussion: """
      Azimuth 0 is from the front, 90 from the patient's left; elevation -90 from the feet. \
      Slab limits are measured along the view, away from the viewer, from the plane through the \
      volume's centre. Projections along a voxel axis see the voxel planes themselves.

      Depths count from the same plane, of a perspective from the camera.

      Examples:
        sagitta mip scans/ -o mip.png                         # from the front
        sagitta mip scans/ -o mip.nii.gz --view left          # values, not windowed
        sagitta mip scans/ -o lung.png --blend min --slab-from -10 --slab-to 10
        sagitta mip scans/ -o spin.gif --frames 36 --window 200,600 --fps 15
        sagitta mip scans/ -o mip.png --depths depth.npy      # and how far away
        sagitta mip scans/ -o frames/ --azimuth 30 --elevation 15 --frames 12
        sagitta mip scans/ -o spin.dcm --frames 36 --picture
        sagitta mip ct/ -o bones.gif --frames 36 --window-preset bone --remove-table
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A picture, a spin (.gif .png .mp4), a value file (.npy .nii .nii.gz), .dcm, a folder for "
        + "several frames, or - for standard output."))
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default png.", valueName: "ext"))
  var format: String?

  @Option(help: "What is kept of each ray: max, min or mean.")
  var blend: ProjectionBlend = .max

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Where the slab begins.", valueName: "mm"))
  var slabFrom: NumberArgument?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Where the slab ends.", valueName: "mm"))
  var slabTo: NumberArgument?

  @Option(
    help: ArgumentHelp(
      "Also where the extreme lies, in mm along the ray: a value file, or a folder for several.",
      valueName: "path"))
  var depths: String?

  @OptionGroup var camera: CameraOptions
  @OptionGroup var clipping: ClippingOptions

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup(title: "Picture") var picture: ImageOptions
  @OptionGroup(title: "Display") var display: DisplayOptions
  @OptionGroup(title: "Overlay") var overlay: OverlayOptions
  @OptionGroup var outside: OutsideOptions
  // Taken since one kernel was all there is, and of no effect.
  @OptionGroup(visibility: .hidden) var sampling: SamplingOptions
  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard sampling.interpolation == .linear else {
      throw ValidationError("mip samples linearly; --interpolation is for slices")
    }
    try OptionNames.validate { try request(overlay: nil).validate() }
  }

  /// What the options ask for.
  private func request(overlay: OverlayRequest?) throws -> ProjectionRequest {
    var request = ProjectionRequest()
    request.camera = camera.request()
    request.clipping = clipping.request()
    request.clipping.slabFrom = slabFrom?.value
    request.clipping.slabTo = slabTo?.value
    request.layout = picture.layout
    request.blend = blend
    request.step = clipping.step?.value
    request.depths = depths != nil
    request.outside = outside.outside?.value
    request.display = try display.request()
    request.marks = picture.annotation()
    request.overlay = overlay
    return request
  }

  func run() throws {
    let target = try OutputTarget(output, format: format, dicom: dicom)
    try target.checkStandardOutput(printsJSON: common.json)
    try target.check(input.reading.kind.values)
    try target.check(picture, display: display, overlay: overlay, dicom: dicom)
    let request = try request(overlay: overlay.request())
    try request.validate()
    try target.check(frames: request.camera.frameCount, bits: display.depth.bits)
    guard !target.isDICOM || dicom.asPicture || camera.projection == .orthographic else {
      throw UsageError(
        "the pixels of a perspective lie on no plane, which a calibrated image needs: add --picture"
      )
    }
    let depthTarget = try depthTarget()
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try SelectedVolumes(input, common: common) }
    guard chosen.plans.count == 1 || depthTarget?.isFolder != false else {
      throw UsageError("--volume all needs a folder for --depths: every volume gets its own in it")
    }
    let writing = common.writing(
      force: force, encoding: picture.encoding, dicom: dicom, stopwatch: stopwatch)
    let run = OutputRun(over: chosen, to: target, options: writing, namesSources: origin.isWanted)
    var overlays: [ProvenanceSource] = []
    let result = try run.images { item in
      let second =
        try item.place.isShown
        ? overlay.load(over: item.plan, input: input, common: common, stopwatch: stopwatch) : nil
      try origin.add(second, to: &overlays)
      let frames = try frames(request, of: item, overlay: second, stopwatch: stopwatch)
      let depths = try depths(of: item.plan, among: chosen.plans, target: depthTarget)
      return try ImageOutput(frames, of: item, options: writing).write(depths: depths)
    }
    let asked = RaysProvenance(request, dicom: target.isDICOM ? writing.dicom : nil)
    try origin.finish(
      result.outputs,
      asked: Provenance(
        verb: "mip", input: input, request: asked, sources: result.sources + overlays),
      volume: chosen.choice, common: common, stopwatch: stopwatch)
  }

  /// One volume's frames, with what lies over them; the user is told what is to be known of them.
  private func frames(
    _ request: ProjectionRequest, of item: OutputRun.ImageItem, overlay second: SecondVolume?,
    stopwatch: Stopwatch
  ) throws -> ProjectionFrames {
    try common.check(
      item.volume.memoryBytes + request.memoryNeeded(for: item.volume.geometry))
    let isShown = item.place.isShown
    let identity =
      isShown ? picture.marks.identity(of: item.plan, input: input, common: common) : []
    let frames = try stopwatch.time(.compute) {
      try ProjectionFrames(
        request, of: item.volume, overlay: second, identity: identity, areImages: isShown,
        context: common.context())
    }
    common.tell(frames.notices)
    return frames
  }

  private func depthTarget() throws -> OutputTarget? {
    guard let depths else { return nil }
    let target = try OutputTarget(depths, format: nil, default: "npy")
    try target.checkStandardOutput(printsJSON: common.json)
    guard !target.isShown else {
      throw UsageError("--depths \(depths): depths are values; write .npy or .nii.gz")
    }
    guard depths != output || target.isFolder else {
      throw UsageError("--depths and -o name the same file, \(depths)")
    }
    try target.check(frames: camera.request().frameCount, bits: display.depth.bits)
    return target
  }

  /// Where the depths of one volume go.
  private func depths(
    of plan: VolumePlan, among plans: [VolumePlan], target: OutputTarget?
  ) throws -> OutputTarget? {
    guard let target, let n = plans.firstIndex(where: { $0.id == plan.id }) else { return nil }
    let place = try target.each(of: plans)[n]
    try place.prepareFile(of: target, force: force)
    return place
  }
}
