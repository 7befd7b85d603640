import SagittaEngine

extension FrameItem {
  /// The word before the number in file names, and the number: frames of the only image, or images,
  /// or frames of one of several images.
  var name: (kind: String, number: Int) {
    if imageCount == 1 { return ("frame", frame) }
    if image.header.frameCount == 1 { return ("image", imageNumber) }
    return (PlaneItem.name("image", number: imageNumber) + "-frame", frame)
  }
}
