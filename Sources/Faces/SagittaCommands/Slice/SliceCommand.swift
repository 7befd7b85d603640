import ArgumentParser
import SagittaEngine

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

  @OptionGroup(title: "Planes") var planes: SelectionOptions
  @OptionGroup(title: "Sheets") var sheet: SheetOptions
  @OptionGroup var options: PlaneOptions

  func validate() throws {
    if sheet.panels, planes.native || planes.plane != nil || planes.isGiven {
      throw ValidationError("--panels shows three patient planes; --crosshair says through where")
    }
    try OptionNames.validate { try request(isFolder: false, readsFiles: false).validate() }
  }

  /// What the options ask for.
  private func request(isFolder: Bool, readsFiles: Bool) throws -> PlaneRequest {
    let choice = planes.choice(areAll: isFolder || sheet.panels)
    var request = try options.request(choice, readsFiles: readsFiles)
    request.sheet = sheet.request
    return request
  }

  func run() throws {
    try PlaneRun(verb: "slice", options: options).run(to: options.target()) {
      try request(isFolder: $0, readsFiles: true)
    }
  }
}

/// Which planes, patient planes or stored slices.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "axial, coronal, sagittal or all; default: axial into a file, all into a folder.",
      valueName: "plane"))
  var plane: OrthogonalPlanes.Plane?

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

  @Flag(help: "The stored slices as they are, instead of patient planes.")
  var native = false

  func validate() throws {
    let given = [index != nil, at != nil, every != nil, all].count { $0 }
    guard given <= 1 || (given == 2 && all && every != nil) else {
      throw ValidationError("--index, --at, --every and --all exclude each other")
    }
    if native, plane != nil || at != nil {
      throw ValidationError("--native gives stored slices; --plane and --at are patient planes")
    }
  }

  /// Whether planes were chosen; the middle one is shown otherwise.
  var isGiven: Bool { index != nil || at != nil || every != nil || all }

  /// The planes that were chosen; `areAll` says whether all orientations are meant where none was.
  func choice(areAll: Bool) -> PlaneChoice {
    native
      ? .native(StoredPlanes(selection))
      : .orthogonal(OrthogonalPlanes(plane ?? (areAll ? .all : .axial), selection: selection))
  }

  private var selection: PlaneSelection {
    if let index { return .index(index) }
    if let at { return .at(at.value) }
    if let every { return .every(every.value) }
    return all ? .all : .middle
  }
}
