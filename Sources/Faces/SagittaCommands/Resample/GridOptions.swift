import ArgumentParser
import SagittaEngine

/// The grid to resample to.
struct GridOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Spacing in mm of columns, rows and slices; one number for all.", valueName: "mm[,mm,mm]"))
  var spacing: SpacingsArgument?

  @Flag(help: "The finest spacing of the volume for all axes.")
  var isotropic = false

  @Option(
    help: ArgumentHelp(
      "The grid of another series (folder or file) or volume file.", valueName: "path"))
  var like: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only this box, in LPS mm.", valueName: "x0,x1,y0,y1,z0,z1"))
  var crop: BoxRegion?

  @Option(help: ArgumentHelp("Voxels to add on every side.", valueName: "n"))
  var pad: CountArgument?

  func validate() throws {
    let ways = [spacing != nil, isotropic, like != nil].count { $0 }
    guard ways == 1 || (ways == 0 && (crop != nil || pad != nil)) else {
      throw ValidationError("give one of --spacing, --isotropic and --like")
    }
  }

  /// The grid that `--like` names, which is looked at once for all volumes.
  func other(_ common: CommonOptions, allowsOutside: Bool) throws -> OtherGrid? {
    try like.map { try OtherGrid(at: $0, allowsOutside: allowsOutside, common: common) }
  }

  /// The grid that the options ask for.
  func request(like other: GridGeometry?) -> GridRequest {
    GridRequest(
      spacing: spacing.map { [$0.spacing.x, $0.spacing.y, $0.spacing.z] }, isIsotropic: isotropic,
      like: other.map(GridDescription.init), crop: crop, pad: pad?.value)
  }
}
