import Sagitta

/// One frame of one image.
struct FrameItem: Sendable {
  let image: StoredImage
  /// The frame's number, from 1.
  let frame: Int
  /// The image's number among all images, from 1.
  let imageNumber: Int
  /// How many images there are.
  let imageCount: Int

  /// The frames that a list picks of each image; all of them without one.
  ///
  /// - Throws: `StoredImageError` if a single image has no such frame, ``UsageError`` if none has.
  static func all(
    _ images: [StoredImage], _ list: FrameListArgument?
  ) throws -> [FrameItem] {
    if images.count == 1, let list {
      let count = images[0].frameCount
      if let frame = list.firstBeyond(count) {
        throw StoredImageError(.noSuchFrame(count: count), path: images[0].path, frame: frame)
      }
    }
    let items = images.enumerated().flatMap { n, image in
      let count = image.frameCount
      return (list?.frames(of: count) ?? Array(1...count)).map {
        FrameItem(image: image, frame: $0, imageNumber: n + 1, imageCount: images.count)
      }
    }
    guard !items.isEmpty else {
      throw UsageError("none of the \(images.count) images has a frame of --frames")
    }
    return items
  }

  /// The word before the number in file names, and the number: frames of the only image, or images,
  /// or frames of one of several images.
  var name: (kind: String, number: Int) {
    if imageCount == 1 { return ("frame", frame) }
    if image.header.frameCount == 1 { return ("image", imageNumber) }
    return (PlaneItem.name("image", number: imageNumber) + "-frame", frame)
  }

  /// How long the frame is shown, in seconds, as the file says.
  var seconds: Double? {
    image.header.timing.map { $0.milliseconds(of: frame) / 1000 }
  }
}
