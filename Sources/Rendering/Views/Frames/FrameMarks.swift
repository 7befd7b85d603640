import Presentation
import StoredImages
import VolumeModel

/// What the images of frames say about themselves: nothing that the file does not state.
struct FrameMarks: Sendable {
  let detail: AnnotationDetail
  let showsIdentity: Bool
  /// Whether every grey is turned round once more.
  let isInverted: Bool

  /// The marks of a frame's image; nil if none are wanted.
  ///
  /// `millimeters` is the width of a pixel in the patient; nil if it has none.
  func annotation(of item: FrameItem, view: GreyView?, millimeters: Double?) -> Annotation? {
    guard detail != .none else { return nil }
    let header = item.image.header
    var annotation = Annotation()
    annotation.sides = header.sides(ofFrame: item.frame)
    annotation.millimetersPerPixel = millimeters
    annotation.topRight = numbers(of: item)
    annotation.bottomLeft = view.map { [text(of: $0, header: header)] } ?? []
    if let shape = header.pixelShape(ofFrame: item.frame), shape.place == .detector {
      annotation.bottomLeft.append("\(shape.size.x.displayText) mm at the detector")
    }
    if detail == .full { annotation.topLeft = heading(header) }
    return annotation
  }

  private func heading(_ header: StoredImageHeader) -> [String] {
    let series = [header.modality, header.seriesDescription].compactMap(\.self)
    return (showsIdentity ? header.identity : [])
      + [series.joined(separator: " ")].filter { !$0.isEmpty }
  }

  private func numbers(of item: FrameItem) -> [String] {
    let count = item.image.header.frameCount
    return (item.imageCount > 1 ? ["image \(item.imageNumber)/\(item.imageCount)"] : [])
      + (count > 1 ? ["frame \(item.frame)/\(count)"] : [])
  }

  private func text(of view: GreyView, header: StoredImageHeader) -> String {
    let inverted = header.isInverted != isInverted ? " inverted" : ""
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
