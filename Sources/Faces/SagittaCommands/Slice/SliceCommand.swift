import ArgumentParser
import Sagitta

/// `sagitta slice`: axial, coronal and sagittal pictures.
struct SliceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slice", abstract: "Axial, coronal and sagittal pictures or planes of values.",
    discussion: """
      Pictures are radiological: axial from the feet (the patient's right on the left side), \
      coronal from the front, sagittal from the left. Planes are patient planes for any \
      acquisition and count away from the viewer: axial feet to head, coronal front to back, \
      sagittal left to right. Several planes into .gif, .apng or .mp4 (by the program ffmpeg) are \
      a sequence. Words for names of files: {series} {description} {modality} {volume} {uid} \
      {plane} {index}.

      Examples:
        sagitta slice scans/ -o pictures/               # the three middle planes
        sagitta slice scans/ -o lung.png --plane coronal --window-preset lung
        sagitta slice scans/ -o axial/ --plane axial --all --window 40,400
        sagitta slice scans/ -o axial.gif --plane axial --all --fps 15
        sagitta slice scans/ -o 'named/{series}-{plane}-{index}.png' --volume all
        sagitta slice scans/ -o - --plane coronal > coronal.png
        sagitta slice scans/ -o plane.nii.gz --plane sagittal --at -12.5
        sagitta slice scans/ -o stored/ --native --every 4
        sagitta slice scans/ -o coronal/ --plane coronal --all --dicom
        sagitta slice scans/ -o sheet.png --montage 6x5      # 30 axial planes
        sagitta slice scans/ -o panels.png --panels --crosshair -10,20,-300
        sagitta slice scans/ -o fused.png --overlay pet/ --plane coronal
        sagitta slice pet/ -o pet.png --invert --plane coronal
        sagitta slice scans/ -o marked/ --annotate full      # sides, scale, window
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

  @Option(
    help: ArgumentHelp(
      "axial, coronal, sagittal or all; default: axial into a file, all into a folder.",
      valueName: "plane"))
  var plane: PlaneChoice?

  @OptionGroup var selection: PlaneSelection
  @OptionGroup(title: "Sheets") var sheet: SheetOptions

  @Flag(help: "The stored slices as they are, instead of patient planes.")
  var native = false

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
    try validateSheets()
    if native, plane != nil || selection.at != nil {
      throw ValidationError("--native gives stored slices; --plane and --at are patient planes")
    }
    if native, picture.size != nil || picture.pixel != nil || picture.fov != nil {
      throw ValidationError("--native keeps the stored pixels; --size, --pixel and --fov do not")
    }
  }

  private func validateSheets() throws {
    guard !sheet.isGiven || display.depth.bits == .eight else {
      throw ValidationError("--bits 16 is for single pictures; sheets have 8 bits")
    }
    if sheet.montage != nil, selection.index != nil || selection.at != nil {
      throw ValidationError("--montage shows many planes; --index and --at choose one")
    }
    if sheet.panels, native || plane != nil || selection.isGiven {
      throw ValidationError("--panels shows three patient planes; --crosshair says through where")
    }
  }

  func run() throws {
    let target = try OutputTarget(output, format: format, bits: display.depth.bits, dicom)
      .animated(picture.encoding)
    try target.check(common)
    try target.check(input.kind)
    try target.check(picture, display, overlay, dicom)
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try ChosenVolumes(input, common) }
    var outputs: [PlaneOutput] = []
    var sources: [ProvenanceRecord.Source] = []
    for (plan, place) in zip(chosen.plans, try target.each(of: chosen.plans)) {
      try place.prepareFile(of: target, force: force)
      let (volume, plan, phase) = try stopwatch.time(.load) { try chosen.load(plan) }
      let job = SliceJob(
        command: self, volume: volume, plan: plan,
        source: try target.source(of: plan, phase: phase, chosen.loader), stopwatch: stopwatch)
      outputs += try job.run(place)
      sources += try origin.sources(plan, [phase])
    }
    try origin.write(sources, outputs, outputs.map(\.path))
    if common.json {
      try Console.print(try JSONText.text(SliceReport(outputs: outputs, volume: chosen.choice)))
    }
    common.finish(stopwatch)
  }
}

/// The planes of `--plane`.
enum PlaneChoice: String, CaseIterable, ExpressibleByArgument {
  case axial, coronal, sagittal, all

  var orientations: [OrthogonalOrientation] {
    switch self {
    case .axial: [.axial]
    case .coronal: [.coronal]
    case .sagittal: [.sagittal]
    case .all: OrthogonalOrientation.allCases
    }
  }
}

/// Which planes of a stack.
struct PlaneSelection: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The plane with this number, from 0.", valueName: "n"))
  var index: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The plane at this LPS coordinate across it, in mm.", valueName: "mm"))
  var at: NumberArgument?

  @Option(help: ArgumentHelp("Every n-th plane, from the first.", valueName: "n"))
  var every: CountArgument?

  @Flag(help: "All planes. Default: the middle one, n/2 rounded down.")
  var all = false

  func validate() throws {
    let given = [index != nil, at != nil, every != nil, all].count { $0 }
    guard given <= 1 || (given == 2 && all && every != nil) else {
      throw ValidationError("--index, --at, --every and --all exclude each other")
    }
  }

  /// Whether planes were chosen; the middle one is shown otherwise.
  var isGiven: Bool { index != nil || at != nil || every != nil || all }

  /// The numbers of the chosen planes among `count`; nil when a coordinate chooses.
  func indices(count: Int) throws -> [Int] {
    if let every { return Array(stride(from: 0, to: count, by: every.value)) }
    if all { return Array(0..<count) }
    guard let index else { return [count / 2] }
    guard (0..<count).contains(index) else {
      throw ReslicingError.indexOutOfRange(index: index, count: count)
    }
    return [index]
  }
}
