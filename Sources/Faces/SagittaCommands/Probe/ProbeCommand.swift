import ArgumentParser
import Reports
import SagittaEngine

/// `sagitta probe`: values and statistics at patient positions.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Values and statistics at places in the patient.",
    discussion: """
      Values at points are trilinear, in the volume's own grid. Statistics of a box or a ball \
      count the voxels whose centres lie in it.

      Examples:
        sagitta probe scans/ --at -10.5,20,-300 --at 0,0,-300
        sagitta probe scans/ --box -20,20,-20,20,-310,-290
        sagitta probe scans/ --sphere -10.5,20,-300,15 --json
      """)

  @OptionGroup var input: InputOptions

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A place in LPS mm; may be repeated.", valueName: "x,y,z"))
  var at: [PatientPointArgument] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A box in LPS mm; may be repeated.", valueName: "x0,x1,y0,y1,z0,z1"))
  var box: [BoxRegion] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A ball: centre and radius in LPS mm; may be repeated.", valueName: "x,y,z,r"))
  var sphere: [SphereRegion] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if at.isEmpty, box.isEmpty, sphere.isEmpty {
      throw ValidationError("nothing to probe: give --at, --box or --sphere")
    }
  }

  func run() throws {
    let stopwatch = Stopwatch()
    let request = ProbeRequest(points: at.map(\.point), boxes: box, spheres: sphere)
    let (volume, _, choice) = try input.loadOne(common, stopwatch: stopwatch)
    let result = try stopwatch.time(.compute) {
      try request.run(on: volume, context: common.context())
    }
    try Console.print(
      common.json
        ? try CommandJSON.text(ProbeReport(result, volume: choice)) : ProbeText.text(result))
    common.finish(stopwatch)
  }
}
