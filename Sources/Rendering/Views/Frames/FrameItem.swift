public import StoredImages

/// One frame of one of several stored images.
public struct FrameItem: Sendable {
  /// The image.
  public let image: StoredImage
  /// The frame's number, from 1.
  public let frame: Int
  /// The image's number among all images, from 1.
  public let imageNumber: Int
  /// How many images there are.
  public let imageCount: Int

  /// The frames that a list picks of each image; all of them without one.
  ///
  /// - Throws: `StoredImageError` if a single image has no such frame, ``RequestError`` if none of
  ///   several has.
  public static func all(of images: [StoredImage], list: FrameList?) throws -> [FrameItem] {
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
      throw RequestError(
        .unsuitable, field: "frames",
        sentence: "none of the \(images.count) images has a frame of `frames`")
    }
    return items
  }

  /// How long the frame is shown, in seconds, as the file says; nil if it does not.
  public var seconds: Double? {
    image.header.timing.map { $0.milliseconds(of: frame) / 1000 }
  }

  /// What is to be known of the shape of the frame's pixels.
  public var shapeNotes: [StoredImageNote] {
    guard let shape = image.header.pixelShape(ofFrame: frame) else { return [] }
    var notes: [StoredImageNote] = []
    if !shape.isSquare {
      notes.append(
        StoredImageNote(
          .pixelsNotSquare,
          message: "a pixel is \(shape.aspect.displayText) times as high as it is wide"))
    }
    if shape.place == .detector {
      notes.append(
        StoredImageNote(
          .detectorSpacing, message: "distances are those on the detector, not in the patient")
      )
    }
    return notes
  }
}
