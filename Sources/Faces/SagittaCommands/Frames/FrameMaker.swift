import Sagitta

/// Makes the pictures of frames as the options want them.
struct FrameMaker: Sendable {
  /// By the image's number.
  private let renderers: [Int: FrameRenderer]
  private let marks: FrameMarks
  private let isSquare: Bool

  /// Prepares the frames: images whose window depends on their values are read once.
  init(_ command: FramesCommand, _ items: [FrameItem]) throws {
    let usual: AnnotationDetail = command.montage == nil ? .none : .labels
    marks = FrameMarks(
      detail: command.marks.annotate ?? usual, showsIdentity: command.marks.showIdentity)
    isSquare = command.square
    let choice = try command.view.choice()
    var renderers: [Int: FrameRenderer] = [:]
    for (number, frames) in Dictionary(grouping: items, by: \.imageNumber) {
      renderers[number] = FrameRenderer(
        frames[0].image, frames: frames.map(\.frame), choice: choice, depth: command.depth.bits,
        showsOverlays: command.overlays)
    }
    self.renderers = renderers
  }

  /// A frame as it is written.
  struct Made: Sendable {
    let raster: Raster
    let frame: FramesReport.Frame
  }

  /// Makes one picture; on sheets with fewer pixels.
  func make(_ item: FrameItem, reducedBy factor: Int = 1) throws -> Made {
    guard let renderer = renderers[item.imageNumber] else {
      preconditionFailure("every image has a renderer")
    }
    let picture = try renderer.picture(ofFrame: item.frame)
    let report = FramesReport.Frame(item, picture)
    var raster = picture.raster.reduced(by: factor)
    if isSquare, let shape = item.image.header.pixelShape(ofFrame: item.frame),
      !shape.isSquare, Self.sensibleAspects.contains(shape.aspect)
    {
      raster = raster.withSquarePixels(aspect: shape.aspect)
    }
    if let annotation = marks.annotation(item, picture, millimeters: raster.pixelSize?.x) {
      raster = raster.annotated(with: annotation)
    }
    return Made(raster: raster, frame: report)
  }

  /// Beyond them a ratio is a mistake, and would make pictures without end.
  private static let sensibleAspects = 0.05...20.0
}
