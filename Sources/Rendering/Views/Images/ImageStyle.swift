public import Presentation
public import VolumeModel
public import WorkScheduling

/// How the values of one volume become images: window, colours, overlay, gap marks, annotation, in
/// this order.
public struct ImageStyle: Sendable {
  /// What is black and what is white.
  public let window: DisplayWindow
  /// Bits of a grey sample.
  public let depth: GreyDepth
  /// Whether low values are white.
  public let isInverted: Bool
  /// The colours, if the images are not to be grey.
  public let map: ColorMap?
  /// Whether grey images become colour ones, for marks in colour.
  public var needsColor = false
  /// What lies over the images.
  public var overlay: Overlay?
  /// What the images say about themselves, if anything.
  public var annotator: ImageAnnotator?

  /// Creates the style that a request asks for: one window for all images of a volume.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - volume: The volume, whose own window and values decide what the request leaves open.
  ///   - context: The workers.
  /// - Throws: ``RequestError``, `WorkCancelled`.
  public init(
    _ request: DisplayRequest, for volume: Volume, context: WorkContext = WorkContext()
  ) throws {
    let function = request.voi ?? volume.attributes.windows.first?.function
    window = try request.windowChoice(function: function)
      .resolve(for: volume, function: function, context: context)
    depth = request.bits
    isInverted = volume.attributes.isInverted != request.invert
    map = try request.colors()
  }

  /// Returns the image of a plane's values.
  ///
  /// - Parameters:
  ///   - values: The plane's values.
  ///   - second: The values of ``overlay`` in the same pixels; nil lays nothing over it.
  ///   - annotation: What the image says about itself.
  ///   - gaps: Hatches what was interpolated across missing slices.
  /// - Returns: The finished image, of the plane's size.
  public func image(
    of values: PlaneImage, overlay second: PlaneImage? = nil, annotation: Annotation? = nil,
    gaps: GapMarks? = nil
  ) -> Raster {
    var raster = plain(values)
    if let second, let overlay { raster = raster.overlaid(with: second, as: overlay) }
    if let gaps { raster = gaps.hatched(raster, values.geometry) }
    if needsColor { raster = raster.inColor }
    return annotation.map { raster.annotated(with: $0) } ?? raster
  }

  private func plain(_ values: PlaneImage) -> Raster {
    if let map { return values.displayed(with: window, map: map, inverted: isInverted) }
    return values.displayed(with: window, depth: depth, inverted: isInverted)
  }
}
