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

/// Several parallel planes.
struct StackOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Number of planes, centred on the centre.", valueName: "n"))
  var count: CountArgument?

  @Option(
    help: ArgumentHelp("Distance of planes in mm; default: the pixel size.", valueName: "mm"))
  var spacingBetween: PositiveNumberArgument?

  /// The planes along the normal, centred on one.
  func planes(around center: PlaneGeometry) -> [PlaneGeometry] {
    let count = count?.value ?? 1
    let spacing = spacingBetween?.value ?? center.pixelWidth
    return (0..<count).map { center.moved(away: (Double($0) - Double(count - 1) / 2) * spacing) }
  }
}
