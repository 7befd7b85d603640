import Sagitta

extension FramesReport.Frame {
  init(_ item: FrameItem, _ picture: FrameRenderer.Picture) {
    self.init(of: item.image, frame: item.frame, picture: picture, notes: item.shapeNotes)
  }
}

extension FrameItem {
  /// What is to be known of the pixels' shape.
  var shapeNotes: [StoredImageNote] {
    guard let shape = image.header.pixelShape(ofFrame: frame) else { return [] }
    var notes: [StoredImageNote] = []
    if !shape.isSquare {
      notes.append(
        StoredImageNote(
          .pixelsNotSquare, "a pixel is \(shape.aspect.displayText) times as high as it is wide"))
    }
    if shape.place == .detector {
      notes.append(
        StoredImageNote(.detectorSpacing, "distances are those on the detector, not in the patient")
      )
    }
    return notes
  }
}
