import ArgumentParser
import FoundationEssentials
import SagittaEngine

/// How a ray cast looks.
struct RenderStyleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A known look; default: by modality.", valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "A look of your own: JSON, or a .vp that 3D Slicer saved.", valueName: "file"))
  var transferFunction: String?

  @Flag(help: "Print the names of all presets and what they show.")
  var listPresets = false

  @Option(help: ArgumentHelp("Print a preset as JSON.", valueName: "name"))
  var dumpPreset: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The surface where the value reaches this one.", valueName: "value"))
  var iso: NumberArgument?

  @Option(
    help: ArgumentHelp("Behind everything: black, white, grey or #rrggbb.", valueName: "color"))
  var background: ImageColor?

  @Flag(help: "Plain colours without light.")
  var noShading = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Direction towards a distant light, LPS; default: light from the viewer.",
      valueName: "x,y,z"))
  var light: PatientPointArgument?

  @Option(
    help: ArgumentHelp(
      "What has colour and opacity: samples, or the ways between them; default: sampled.",
      discussion: "Preintegrated pictures show no grain where a look is steep, and take longer.",
      valueName: "sampled|preintegrated"))
  var classification: RayClassification?

  @Option(
    help: ArgumentHelp(
      "Sampling kernel; default: linear.",
      discussion: "The others are smooth at every slice, and take several times as long; "
        + "smooth damps noise, too, and lets what is as small as a voxel fade.",
      valueName: "linear|catmull-rom|cubic|smooth"))
  var interpolation: RayInterpolation?

  @Option(
    help: ArgumentHelp(
      "How much darker hollows are, 0 to 1; default 0.",
      discussion: "Light from all sides (ambient occlusion) shows shapes better; the first picture "
        + "takes some tenths of a second longer.",
      valueName: "0…1"))
  var occlusion: NumberArgument?

  @Flag(help: "Leave out the volume itself: only the labels of --overlay are seen.")
  var labelsOnly = false

  func validate() throws {
    guard preset == nil || transferFunction == nil else {
      throw ValidationError("--preset and --transfer-function contradict each other; give one")
    }
  }

  /// Whether something is to be printed instead of a picture made.
  var isQuestion: Bool { listPresets || dumpPreset != nil }

  /// Prints what was asked for; returns whether anything was.
  func answerQuestion() throws -> Bool {
    if listPresets {
      for preset in TransferFunction.presets {
        let name = preset.name ?? ""
        let gap = String(repeating: " ", count: max(1, 16 - name.count))
        try Console.print(name + gap + (preset.description ?? ""))
      }
      return true
    }
    guard let dumpPreset else { return false }
    try Console.print(try CommandJSON.text(try TransferFunction(preset: dumpPreset)))
    return true
  }

  /// The file's transfer function, checked; nil without one.
  func readFunction() throws -> TransferFunction? {
    try transferFunction.map(TransferFunction.init(file:))
  }

  /// What the options ask for, beside a file's transfer function.
  func request() -> RenderRequest {
    var request = RenderRequest()
    request.preset = preset
    request.iso = iso?.value
    request.background = background
    request.shading = !noShading
    request.classification = classification
    request.occlusion = occlusion?.value
    request.labelsOnly = labelsOnly ? true : nil
    request.interpolation = interpolation
    request.light = light?.point.fromOrigin
    return request
  }
}
