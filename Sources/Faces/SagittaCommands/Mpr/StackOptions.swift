import ArgumentParser
import Sagitta

/// Several planes.
struct StackOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Number of planes, centred on the centre.", valueName: "n"))
  var count: CountArgument?

  @Option(
    help: ArgumentHelp("Distance of planes in mm; default: the pixel size.", valueName: "mm"))
  var spacingBetween: PositiveNumberArgument?

  @Option(
    help: ArgumentHelp(
      "So many planes through the centre, turned about the picture's down in steps of 180°/n.",
      valueName: "n"))
  var radial: CountArgument?

  func validate() throws {
    guard radial == nil || (count == nil && spacingBetween == nil) else {
      throw ValidationError("--radial turns planes, --count and --spacing-between line them up")
    }
  }

  /// The planes that the options ask for.
  func planes(
    _ orientation: OrientationOptions, _ volume: Volume, _ layout: PictureLayout,
    _ common: CommonOptions
  ) throws -> [PlaneGeometry] {
    if let path = orientation.planeOf {
      guard count == nil, spacingBetween == nil, radial == nil else {
        throw UsageError("--plane-of gives as many planes as there are images; leave --count out")
      }
      return try Self.planes(ofImagesAt: path, over: volume, layout, common)
    }
    let center = try orientation.plane(of: volume.geometry, layout)
    guard let radial else { return try planes(around: center) }
    return try orientation.orientation().radialPlanes(
      of: volume.geometry, about: center.down, center: center.center, count: radial.value,
      layout: layout)
  }

  /// The planes along the normal, centred on one.
  private func planes(around center: PlaneGeometry) throws -> [PlaneGeometry] {
    let spacing = spacingBetween?.value ?? center.pixelWidth
    let stack = try PlaneStack(around: center, count: count?.value ?? 1, spacing: spacing)
    return try (0..<stack.count).map { try stack.plane($0) }
  }

  /// The planes of the stored images of another series, with their pixels or the layout's.
  private static func planes(
    ofImagesAt path: String, over volume: Volume, _ layout: PictureLayout,
    _ common: CommonOptions
  ) throws -> [PlaneGeometry] {
    let other = try OtherGrid(at: path, common)
    other.warnIfElsewhere(than: volume.attributes, "--plane-of", common)
    let stored = try (0..<other.grid.dimensions.slices).map { try other.grid.storedSlice($0) }
    guard layout != PictureLayout() else { return stored }
    return try stored.map { plane in
      try PictureOrientation(right: plane.right, down: plane.down)
        .plane(of: other.grid, center: plane.center, layout: layout)
    }
  }
}
