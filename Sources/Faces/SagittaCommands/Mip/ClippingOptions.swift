import ArgumentParser
import SagittaEngine

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

  func validate() throws {
    try OptionNames.validate { try request().validate() }
  }

  /// What the options ask for, without a slab.
  func request() -> ClippingRequest {
    ClippingRequest(
      crop: crop?.limits, clipPlanes: clipPlanes.map(\.numbers), removeTable: removeTable)
  }
}

/// A box: x0,x1,y0,y1,z0,z1 in LPS mm.
struct CropArgument: ExpressibleByArgument {
  let limits: [Double]

  init?(argument: String) {
    guard let limits = NumberList.parse(argument, counts: 6...6) else { return nil }
    self.limits = limits
  }
}

/// A half-space: a,b,c,d with ax+by+cz+d ≥ 0, in LPS mm.
struct ClipPlaneArgument: ExpressibleByArgument {
  let numbers: [Double]

  init?(argument: String) {
    guard let numbers = NumberList.parse(argument, counts: 4...4) else { return nil }
    self.numbers = numbers
  }
}
