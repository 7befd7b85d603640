import ArgumentParser
import SagittaEngine

/// From where a volume is seen.
struct CameraOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From where: \(CameraRequest.View.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "Default: anterior.", valueName: "view"))
  var view: CameraRequest.View?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Degrees about the long axis: 0 from the front, 90 from the left.", valueName: "deg"))
  var azimuth: NumberArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Degrees towards the head: -90 is from the feet.", valueName: "deg"))
  var elevation: NumberArgument?

  @Option(help: ArgumentHelp("A spin of so many frames.", valueName: "n"))
  var frames: CountArgument?

  @Option(help: "Parallel rays (orthographic) or rays from one point (perspective).")
  var projection: CameraRequest.Projection = .orthographic

  @Option(help: ArgumentHelp("Full vertical angle of a perspective; default 30.", valueName: "deg"))
  var fovAngle: PositiveNumberArgument?

  func validate() throws {
    try OptionNames.validate { try request().validate() }
  }

  /// What the options ask for.
  func request() -> CameraRequest {
    CameraRequest(
      view: view, azimuth: azimuth?.value, elevation: elevation?.value, frames: frames?.value,
      projection: projection, fovAngle: fovAngle?.value)
  }
}
