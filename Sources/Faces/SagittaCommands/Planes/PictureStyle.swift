import Sagitta

/// How values become a picture.
struct PictureStyle: Sendable {
  let window: DisplayWindow
  let depth: GreyDepth
  let isInverted: Bool
  let quality: Int
  /// The colours, if the pictures are not to be grey.
  let map: ColorMap?
  /// Whether grey pictures become colour ones, for marks in colour.
  var needsColor = false
  /// What lies over the pictures.
  var overlay: Overlay?
  /// What the pictures say about themselves, if anything.
  var marks: PictureMarks?

  /// The style that the options ask for: one window for all pictures of a volume.
  init(
    _ volume: Volume, _ picture: PictureOptions, _ window: WindowOptions,
    _ context: WorkContext
  ) throws {
    self.window = try window.resolve(for: volume, context)
    depth = picture.bits
    isInverted = volume.attributes.isInverted != picture.color.invert
    quality = picture.quality
    map = try picture.color.map()
  }

  /// The picture of a plane: in grey or colours, hatched over gaps, with its marks.
  func picture(
    _ image: PlaneImage, overlay second: PlaneImage? = nil, _ annotation: Annotation?,
    _ gaps: GapMarks?
  ) -> Raster {
    var raster = raster(image)
    if let second, let overlay { raster = raster.overlaid(with: second, as: overlay) }
    if let gaps { raster = gaps.hatched(raster, image.geometry) }
    if needsColor { raster = raster.inColor }
    return annotation.map { raster.annotated(with: $0) } ?? raster
  }

  func raster(_ image: PlaneImage) -> Raster {
    if let map { return image.displayed(with: window, map: map, inverted: isInverted) }
    return image.displayed(with: window, depth: depth, inverted: isInverted)
  }
}
