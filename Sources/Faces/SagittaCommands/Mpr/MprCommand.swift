import ArgumentParser
import Sagitta

/// `sagitta mpr`: any plane, thin or slab, one or a stack, straight or along a curve.
struct MprCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpr", abstract: "Any plane: oblique, thick, a stack, or along a curve.",
    discussion: """
      A plane is given by two directions, by its normal, by three points, by turning a patient \
      plane, or by the stored images of another series. The viewer looks along right × down, \
      which is the normal. Stacks count along the normal, or turn about the picture's down.

      Examples:
        sagitta mpr scans/ -o plane.png --normal 0,1,1 --center -10,20,-300
        sagitta mpr scans/ -o plane.png --plane coronal --rotate 0,15,0
        sagitta mpr scans/ -o slab.png --normal 0,1,0 --thickness 20 --blend max
        sagitta mpr scans/ -o stack/ --right 1,0,0 --down 0,0.6,-0.8 --count 20
        sagitta mpr scans/ -o three.png \\
          --through 0,0,-300 --through 50,0,-300 --through 0,40,-250
        sagitta mpr mr/ -o matched/ --plane-of ct/
        sagitta mpr scans/ -o fan/ --plane coronal --radial 36
        sagitta mpr scans/ -o stack.nii.gz --plane axial --rotate 10,0,0 --count 50
        sagitta mpr scans/ -o turning.gif --plane coronal --radial 36 --fps 12
        sagitta mpr scans/ -o vessel.png --curve points.json --width 40
        sagitta mpr scans/ -o cut/ --curve points.json --curve-mode cross-sections
        sagitta mpr scans/ -o slabs/ --thickness 10 --blend max --count 20 --dicom
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A picture (.png .jpg), a sequence (.gif .apng .mp4), a value file (.npy .nii .nii.gz), .dcm, "
        + "a folder, names such as 'DIR/{plane}-{index}.png', or - for standard output."))
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default png.", valueName: "ext"))
  var format: String?

  @OptionGroup(title: "Plane") var orientation: OrientationOptions
  @OptionGroup(title: "Slab") var slab: SlabOptions
  @OptionGroup(title: "Stack") var stack: StackOptions
  @OptionGroup(title: "Curve") var curve: CurveOptions

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup(title: "Picture") var picture: ImageOptions
  @OptionGroup(title: "Display") var display: DisplayOptions
  @OptionGroup(title: "Overlay") var overlay: OverlayOptions
  @OptionGroup var outside: OutsideOptions
  @OptionGroup(title: "Sampling") var planes: PlaneOptions
  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if curve.curve != nil, orientation.isGiven {
      throw ValidationError("--curve decides where the picture lies; leave the plane out")
    }
    if curve.curve != nil, overlay.overlay != nil, curve.mode != .crossSections {
      throw ValidationError("--overlay lies in planes; pictures along a curve have none")
    }
    if curve.curve != nil, curve.mode != .crossSections, planes.antialias {
      throw ValidationError("--antialias is for planes; along a curve take a finer --pixel")
    }
  }

  func run() throws {
    let whole = try OutputTarget(output, format: format, bits: display.depth.bits, dicom)
      .animated(picture.encoding)
    try whole.check(common)
    try whole.check(input.kind)
    try whole.check(picture, display, overlay, dicom)
    let path = try curve.path()
    let thick = try slab.slab()
    let stopwatch = Stopwatch()
    let (volume, plan, choice) = try input.loadOne(common, stopwatch)
    let target = try whole.each(of: [plan])[0]
    try target.prepareFile(of: whole, force: force)
    let context = common.context()
    let source = try PlaneSource(volume, planes, outside, slab: thick, context)
    let overlay = try overlay.layer(over: volume, plan, slab: thick, input, common, stopwatch)
    let style =
      target.isShown
      ? try stopwatch.time(.compute) { try pictureStyle(volume, plan, thick, overlay, context) }
      : nil
    var writer = PlaneWriter(
      source: source, findings: plan.findings, style: style, overlay: overlay, force: force,
      quality: picture.encoding.quality, context: context, stopwatch: stopwatch,
      memoryLimit: common.memoryLimit)
    writer.framesPerSecond = picture.encoding.fps?.value ?? PlaneWriter.usualFramesPerSecond
    let images = try target.source(of: plan, phase: input.phase?.number ?? 0, input.loader())
    if let path, curve.mode != .crossSections {
      let curved = try curve.picture(along: path, volume.geometry, picture)
      writer.findings += findings(of: curved, volume)
      try report(
        [try writer.write(curved, to: target, dicom, images)], plan, choice, stopwatch)
      return
    }
    let planes =
      try path.map { try curve.sections(of: $0, volume.geometry, stack, picture) }
      ?? stack.planes(orientation, volume, picture.layout, common)
    writer.findings += findings(of: planes, thick, volume)
    writer.findings += overlay?.findings(over: planes, common) ?? []
    let distance = planes.count > 1 ? (planes[1].center - planes[0].center).length : 0
    let reach = max(distance, thick?.thickness ?? 0, planes[0].pixelWidth) / 2
    let items = planes.enumerated().map {
      PlaneItem(
        kind: "mpr", index: $0.offset, total: planes.count > 1 ? planes.count : nil, reach: reach,
        source: .plane($0.element))
    }
    try report(try writer.write(items, to: target, dicom, images), plan, choice, stopwatch)
  }

  private func pictureStyle(
    _ volume: Volume, _ plan: VolumePlan, _ slab: Slab?, _ overlay: OverlayLayer?,
    _ context: WorkContext
  ) throws -> ImageStyle {
    var style = try ImageStyle(try display.request(), for: volume, context: context)
    style.overlay = overlay?.overlay
    style.annotator = ImageAnnotator(
      picture.annotation(planeLines: planes.sampling.planeLines), of: volume.attributes,
      identity: picture.marks.identity(of: plan, input, common),
      footing: [
        slab.map(FootingText.slab), FootingText.window(of: style, volume.attributes),
      ].compactMap(\.self) + (overlay?.lines ?? []))
    return style
  }

  private func report(
    _ outputs: [PlaneOutput], _ plan: VolumePlan, _ choice: VolumeChoice, _ stopwatch: Stopwatch
  ) throws {
    let sources = try origin.sources(plan, [input.phase?.number ?? 0])
    try origin.write(sources, outputs, outputs.map(\.path))
    if common.json {
      try Console.print(try JSONText.text(SliceReport(outputs: outputs, volume: choice)))
    }
    common.finish(stopwatch)
  }

  /// A plane beside the volume is legal and empty, but rarely meant.
  private func findings(
    of planes: [PlaneGeometry], _ slab: Slab?, _ volume: Volume
  ) -> [Finding] {
    let outside = planes.count { !volume.geometry.meets($0, slab: slab) }
    guard outside > 0 else { return [] }
    common.note(
      planes.count == 1
        ? "warning: the plane lies outside the volume: the picture is empty"
        : "warning: \(outside) of \(planes.count) planes lie outside the volume and are empty")
    return outside < planes.count ? [] : [.nothingThere("no plane meets the volume")]
  }

  private func findings(of picture: CurvedPicture, _ volume: Volume) -> [Finding] {
    let grid = volume.geometry
    let meets = (0..<picture.height).contains { row in
      (0..<picture.width).contains { column in
        let place = picture.patientPoint(column: Double(column), row: Double(row))
        return grid.contains(grid.voxelPoint(of: place))
      }
    }
    guard !meets else { return [] }
    let finding = Finding.nothingThere("the picture along the curve lies outside the volume")
    common.note("warning: \(finding.message)")
    return [finding]
  }
}
