import ArgumentParser
import Outputs
import SagittaEngine

/// `sagitta render`: shaded pictures of the whole volume.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Shaded ray casts with presets or transfer functions.",
    discussion: """
      Values become colour and opacity by a transfer function: a preset, a JSON file as \
      --dump-preset prints one, or a volume property of 3D Slicer (.vp). Azimuth 0 \
      is from the front, 90 from the patient's left.

      --overlay adds the labels of a second volume (a segmentation): each is a body with a smooth \
      surface in its colour, opaque unless --overlay-opacity or the table says less.

      Examples:
        sagitta render scans/ -o bone.png --preset ct-bone
        sagitta render scans/ -o skin.png --preset ct-skin --azimuth 30
        sagitta render scans/ -o skull.png --iso 300 --view left --samples 2
        sagitta render scans/ -o spin.gif --frames 36 --preset ct-vessels --pixel 1.5
        sagitta render scans/ -o spin.dcm --frames 36    # secondary capture
        sagitta render scans/ -o fine.png --classification preintegrated
        sagitta render scans/ -o smooth.png --interpolation smooth    # thick slices
        sagitta render ct/ -o organs.png --overlay labels.nii.gz
        sagitta render ct/ -o bodies.png --overlay labels.nii.gz --labels-only
        sagitta render scans/ -o deep.png --preset ct-bone --occlusion 0.8
        sagitta render --dump-preset ct-bone > mine.json
        sagitta render scans/ -o my.png --transfer-function mine.json
        sagitta render scans/ -o half.png --preset ct-bone --clip-plane 1,0,0,20
        sagitta render scans/ -o slicer.png --transfer-function saved-in-slicer.vp
      """)

  @OptionGroup var input: OptionalInputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A picture (.png .jpg), a spin (.gif .png .mp4), .dcm, a folder for several frames, or - for "
        + "standard output."))
  var output: String?

  @Option(help: ArgumentHelp("Format of the files in a folder; default png.", valueName: "ext"))
  var format: String?

  @OptionGroup var style: RenderStyleOptions
  @OptionGroup var camera: CameraOptions
  @OptionGroup var clipping: ClippingOptions

  @Option(help: ArgumentHelp("n × n rays for each pixel.", valueName: "n"))
  var samples = 1

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup(title: "Picture") var picture: ImageOptions
  @OptionGroup(title: "Overlay") var overlay: OverlayOptions
  // Taken since no planes and eight bits were all there is, and of no effect.
  @Flag(help: .hidden) var planeLines = false
  @OptionGroup(visibility: .hidden) var depth: DepthOptions
  @OptionGroup(visibility: .hidden) var outside: OutsideOptions
  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard depth.bits == .eight else {
      throw ValidationError("render writes 8 bits for each of red, green and blue")
    }
    guard overlay.overlay != nil || !style.labelsOnly else {
      throw ValidationError("--labels-only belongs to --overlay")
    }
    try OptionNames.validate { try request(overlay: overlay.unreadRequest()).validate() }
    if !style.isQuestion {
      guard output != nil else { throw ValidationError("-o needs a file or a folder") }
      guard !input.inputs.isEmpty else {
        throw ValidationError("name the folders or files to read")
      }
    }
  }

  /// What the options ask for, beside a file's transfer function.
  private func request(overlay: OverlayRequest?) -> RenderRequest {
    var request = style.request()
    request.camera = camera.request()
    request.clipping = clipping.request()
    request.layout = picture.layout
    request.samples = samples
    request.step = clipping.step?.value
    request.marks = picture.annotation()
    request.overlay = overlay
    return request
  }

  func run() throws {
    if try style.answerQuestion() { return }
    let target = try OutputTarget(output ?? "", format: format, dicom: dicom)
    try target.checkStandardOutput(printsJSON: common.json)
    try target.check(input.reading.kind.values)
    try target.check(picture, display: nil, overlay: overlay, dicom: dicom)
    guard target.isShown else {
      throw UsageError("\(output ?? "") is for values; render makes pictures: .png, .jpg, .gif")
    }
    var request = request(overlay: try overlay.request())
    try target.check(frames: request.camera.frameCount, bits: .eight)
    request.transferFunction = try style.readFunction()
    let stopwatch = Stopwatch()
    let input = input.required
    let chosen = try stopwatch.time(.load) { try SelectedVolumes(input, common: common) }
    let writing = common.writing(
      force: force, encoding: picture.encoding, dicom: dicom, stopwatch: stopwatch)
    let run = OutputRun(over: chosen, to: target, options: writing, namesSources: origin.isWanted)
    var overlays: [ProvenanceSource] = []
    let result = try run.images { item in
      let second = try overlay.load(
        over: item.plan, input: input, common: common, stopwatch: stopwatch)
      try origin.add(second, to: &overlays)
      let identity = picture.marks.identity(of: item.plan, input: input, common: common)
      let frames = try frames(
        request, of: item, overlay: second, identity: identity, stopwatch: stopwatch)
      return try ImageOutput(frames, of: item, options: writing).write()
    }
    let asked = RaysProvenance(request, dicom: target.isDICOM ? writing.dicom : nil)
    try origin.finish(
      result.outputs,
      asked: Provenance(
        verb: "render", input: input, request: asked, sources: result.sources + overlays),
      volume: chosen.choice, common: common, stopwatch: stopwatch)
  }

  /// One volume's frames; the user is told what is to be known of them.
  private func frames(
    _ request: RenderRequest, of item: OutputRun.ImageItem, overlay second: SecondVolume?,
    identity: [String], stopwatch: Stopwatch
  ) throws -> RenderFrames {
    let frames = try stopwatch.time(.compute) {
      try RenderFrames(
        request, of: item.volume, overlay: second, identity: identity, context: common.context())
    }
    common.tell(frames.notices)
    if let preset = frames.suitingPreset {
      common.note("looks as preset \(preset); --preset chooses")
    }
    return frames
  }
}
