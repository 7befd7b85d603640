import Sagitta

/// What the pictures of frames say about themselves: nothing that the file does not state.
struct FrameMarks: Sendable {
  let detail: AnnotationDetail
  let showsIdentity: Bool

  /// The marks of a frame's picture; nil if none are wanted.
  ///
  /// `millimeters` is the width of a pixel in the patient; nil if it has none.
  func annotation(
    _ item: FrameItem, _ picture: FrameRenderer.Picture, millimeters: Double?
  ) -> Annotation? {
    guard detail != .none else { return nil }
    let header = item.image.header
    let shape = header.pixelShape(ofFrame: item.frame)
    var annotation = Annotation()
    annotation.sides = header.sides(ofFrame: item.frame)
    annotation.millimetersPerPixel = millimeters
    annotation.topRight = numbers(item)
    annotation.bottomLeft = [picture.view.map { text($0, header) }].compactMap(\.self)
    if let shape, shape.place == .detector {
      annotation.bottomLeft.append("\(shape.size.x.displayText) mm at the detector")
    }
    if detail == .full {
      let series = [header.modality, header.seriesDescription].compactMap(\.self)
      annotation.topLeft =
        (showsIdentity ? header.identity : [])
        + [series.joined(separator: " ")]
        .filter { !$0.isEmpty }
    }
    return annotation
  }

  private func numbers(_ item: FrameItem) -> [String] {
    let count = item.image.header.frameCount
    return (item.imageCount > 1 ? ["image \(item.imageNumber)/\(item.imageCount)"] : [])
      + (count > 1 ? ["frame \(item.frame)/\(count)"] : [])
  }

  private func text(_ view: GreyView, _ header: StoredImageHeader) -> String {
    let inverted = header.isInverted ? " inverted" : ""
    switch view {
    case .table(let table): return (table.explanation ?? "table of the file") + inverted
    case .window(let window):
      let unit = header.unit.map { " \($0)" } ?? ""
      let shape = window.function == .sigmoid ? " sigmoid" : ""
      return
        "C \(window.center.pictureText)  W \(window.width.pictureText)\(unit)\(shape)\(inverted)"
    }
  }
}
