import ArgumentParser
import Sagitta

/// A thick plane.
struct SlabOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Total thickness in mm, centred on the plane; default: thin.", valueName: "mm"))
  var thickness: PositiveNumberArgument?

  @Option(help: ArgumentHelp("max, min, mean or sum of the samples.", valueName: "blend"))
  var blend: SampleBlend?

  @Option(
    help: ArgumentHelp(
      "Distance of samples across the slab in mm; default: half the finest spacing.",
      valueName: "mm"))
  var step: PositiveNumberArgument?

  func validate() throws {
    guard thickness != nil || (blend == nil && step == nil) else {
      throw ValidationError("--blend and --step belong to --thickness")
    }
  }

  /// The slab, or nil for a thin plane.
  func slab() throws(ReslicingError) -> Slab? {
    guard let thickness else { return nil }
    return try Slab(thickness: thickness.value, blend: blend ?? .mean, step: step?.value)
  }
}
