import ArgumentParser
import Sagitta

/// What of a volume is seen, and how densely rays are sampled.
struct ClippingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only what lies in this box, LPS mm.", valueName: "x0,x1,y0,y1,z0,z1"))
  var crop: CropArgument?

  @Option(
    name: .customLong("clip-plane"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only what lies on this side of a plane: ax+by+cz+d ≥ 0; may be repeated.",
      valueName: "a,b,c,d"))
  var clipPlanes: [ClipPlaneArgument] = []

  @Flag(
    help: ArgumentHelp(
      "Leave out what is not the patient in a CT: table, clothes, tubes.",
      discussion: "A heuristic: what is left out is counted and placed in a message."))
  var removeTable = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sampling step along the ray in mm; default: half the finest spacing.", valueName: "mm"))
  var step: NumberArgument?

  func clipping(slab: ClosedRange<Double>? = nil) -> Clipping {
    Clipping(crop: crop?.box, planes: clipPlanes.map(\.plane), slab: slab)
  }
}

/// A box: x0,x1,y0,y1,z0,z1 in LPS mm, each pair in ascending order.
struct CropArgument: ExpressibleByArgument {
  let box: PatientBox

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 6...6), n[0] <= n[1], n[2] <= n[3],
      n[4] <= n[5]
    else { return nil }
    box = PatientBox(PatientPoint(n[0], n[2], n[4]), PatientPoint(n[1], n[3], n[5]))
  }
}

/// A half-space: a,b,c,d with ax+by+cz+d ≥ 0, in LPS mm.
struct ClipPlaneArgument: ExpressibleByArgument {
  let plane: Plane

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 4...4) else { return nil }
    let normal = PatientVector(n[0], n[1], n[2])
    guard let unit = normal.normalized,
      let plane = Plane(
        through: PatientPoint(0, 0, 0) - unit * (n[3] / normal.length), normal: normal)
    else { return nil }
    self.plane = plane
  }
}
