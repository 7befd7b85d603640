import ArgumentParser
import Sagitta

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
    parsing: .unconditional,
    help: ArgumentHelp("A place in LPS mm; may be repeated.", valueName: "x,y,z"))
  var at: [PatientPointArgument] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A box in LPS mm; may be repeated.", valueName: "x0,x1,y0,y1,z0,z1"))
  var box: [BoxArgument] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A ball: centre and radius in LPS mm; may be repeated.", valueName: "x,y,z,r"))
  var sphere: [SphereArgument] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if at.isEmpty, box.isEmpty, sphere.isEmpty {
      throw ValidationError("nothing to probe: give --at, --box or --sphere")
    }
  }

  func run() throws {
    let stopwatch = Stopwatch()
    let (volume, _) = try input.loadOne(common, stopwatch)
    let report = stopwatch.time(.compute) {
      ProbeReport(
        unit: volume.attributes.unit, points: at.map { ProbedPoint($0.point, volume) },
        regions: box.map { ProbedRegion($0, volume) } + sphere.map { ProbedRegion($0, volume) })
    }
    try Console.print(common.json ? try JSONText.text(report) : report.text)
    common.finish(stopwatch)
  }
}

/// A box in LPS mm: x0,x1,y0,y1,z0,z1.
struct BoxArgument: ExpressibleByArgument, PatientRegion {
  let bounds: PatientBox

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 6...6) else { return nil }
    bounds = PatientBox(PatientPoint(n[0], n[2], n[4]), PatientPoint(n[1], n[3], n[5]))
  }

  var name: String {
    let (a, b) = (bounds.lower, bounds.upper)
    return "box " + [a.x, b.x, a.y, b.y, a.z, b.z].map(\.displayText).joined(separator: ",")
  }

  func contains(_ point: PatientPoint) -> Bool { bounds.contains(point) }
}

/// A ball in LPS mm: x,y,z,radius.
struct SphereArgument: ExpressibleByArgument, PatientRegion {
  let center: PatientPoint
  let radius: Double

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 4...4), n[3] > 0 else { return nil }
    (center, radius) = (PatientPoint(n[0], n[1], n[2]), n[3])
  }

  var name: String {
    "sphere " + [center.x, center.y, center.z, radius].map(\.displayText).joined(separator: ",")
  }

  var bounds: PatientBox {
    let reach = PatientVector(radius, radius, radius)
    return PatientBox(center - reach, center + reach)
  }

  func contains(_ point: PatientPoint) -> Bool { point.distance(to: center) <= radius }
}
