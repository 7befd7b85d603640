public import Presentation
public import StoredImages
public import VolumeModel
public import WorkScheduling

/// The images of a request for stored frames, made one at a time when they are asked for.
///
/// A value may be kept and asked by many threads at once.
public struct FrameImages: Sendable {
  /// What is asked for.
  public let request: FramesRequest
  /// The frames, in order.
  public let items: [FrameItem]
  /// By the image's number.
  private let renderers: [Int: FrameRenderer]
  private let marks: FrameMarks

  /// One frame's image.
  public struct Made: Sendable {
    /// The image.
    public let raster: Raster
    /// What it shows.
    public let shown: ShownFrame
  }

  /// Prepares the frames: images whose window depends on their values are read once.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - images: The images.
  ///   - context: How many frames are made at a time, and the memory that they may take.
  /// - Throws: ``RequestError``; `StoredImageError` for a frame that a single image does not have, and
  ///   over the limit, before anything is read; `WorkCancelled`.
  public init(
    _ request: FramesRequest, of images: [StoredImage], context: WorkContext = WorkContext()
  ) throws {
    try request.validate()
    self.request = request
    let items = try FrameItem.all(of: images, list: request.frames)
    self.items = items
    try Self.check(items, request: request, context: context)
    marks = FrameMarks(
      detail: request.annotate ?? (request.montage == nil ? .none : .labels),
      showsIdentity: request.showIdentity, isInverted: request.invert)
    let choice = try request.choice()
    renderers = try Self.unlessCancelled { () throws(StoredImageError) in
      var renderers: [Int: FrameRenderer] = [:]
      for (number, items) in Dictionary(grouping: items, by: \.imageNumber) {
        renderers[number] = try FrameRenderer(
          items[0].image, frames: items.map(\.frame), choice: choice, depth: request.bits,
          isInverted: request.invert, showsOverlays: request.overlays, context: context)
      }
      return renderers
    }
  }

  /// Makes the image of a frame.
  ///
  /// - Parameters:
  ///   - item: One of ``items``.
  ///   - factor: How many pixels, along each side, become one.
  ///   - viewport: Which part is shown, and how large; nil for all as it is.
  ///   - context: Whether to go on.
  /// - Returns: The image, and what it shows.
  /// - Throws: `StoredImageError`, ``RequestError`` for a viewport beside the image, `WorkCancelled`.
  public func image(
    of item: FrameItem, reducedBy factor: Int = 1, in viewport: Viewport? = nil,
    context: WorkContext = WorkContext()
  ) throws -> Made {
    guard let renderer = renderers[item.imageNumber] else {
      preconditionFailure("every image has a renderer")
    }
    let picture = try Self.unlessCancelled { () throws(StoredImageError) in
      try renderer.picture(ofFrame: item.frame, context: context)
    }
    var raster = picture.raster.reduced(by: factor)
    if request.square, let shape = item.image.header.pixelShape(ofFrame: item.frame),
      !shape.isSquare, Self.sensibleAspects.contains(shape.aspect)
    {
      raster = raster.withSquarePixels(aspect: shape.aspect)
    }
    if let viewport { raster = try Self.shown(raster, in: viewport) }
    // Letters keep their size, however large the picture is shown.
    var annotation = marks.annotation(
      of: item, view: picture.view, millimeters: raster.pixelSize?.x)
    annotation?.turn(
      across: viewport?.isFlippedAcross ?? false, down: viewport?.isFlippedDown ?? false)
    if let annotation { raster = raster.annotated(with: annotation) }
    return Made(
      raster: raster,
      shown: ShownFrame(
        item: item, view: picture.view,
        isInverted: item.image.header.isInverted != request.invert,
        notes: item.image.notes + picture.notes + item.shapeNotes))
  }

  /// What `body` returns; work that was given up has no error of a frame.
  private static func unlessCancelled<T>(
    _ body: () throws(StoredImageError) -> T
  ) throws -> T {
    do throws(StoredImageError) {
      return try body()
    } catch {
      if error.reason == .cancelled { throw WorkCancelled() }
      throw error
    }
  }

  private static func shown(_ raster: Raster, in viewport: Viewport) throws(RequestError) -> Raster
  {
    guard let shown = raster.shown(in: viewport) else {
      throw RequestError(
        .unsuitable, field: "viewport", sentence: "the `viewport` lies outside of the picture")
    }
    return shown
  }

  /// Beyond them a ratio is a mistake, and would make images without end.
  private static let sensibleAspects = 0.05...20.0
}

/// What is to be said of a frame's image.
public struct ShownFrame: Sendable {
  /// The frame.
  public let item: FrameItem
  /// How grey came about; nil for colours.
  public let view: GreyView?
  /// Whether low values are white.
  public let isInverted: Bool
  /// What is worth knowing of this frame and its image.
  public let notes: [StoredImageNote]
}
