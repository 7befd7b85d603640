import DICOMImaging

/// A frame whose pixels cannot be had, as it turned out when they were read.
///
/// Headers tell nothing of a broken compressed stream. Give these frames to
/// ``SeriesReport/leavingOut(_:context:)`` to plan the volumes again without them.
public struct DamagedFrame: Sendable {
  /// The file.
  public var path: String { image.path }
  /// The frame, from 0 in the order in which frames are stored.
  public let frame: Int
  /// Why, as it will stand with the skipped file.
  public let code: SkippedFile.Code
  /// Why, in words.
  public let message: String

  let image: ScannedImage

  init(_ image: ScannedImage, frame: Int, error: FrameError) {
    self.image = image
    self.frame = frame
    code = error.code
    message = error.message
  }
}

extension DamagedFrame: Hashable {
  /// Whether it is the same frame of the same look at a file.
  public static func == (a: DamagedFrame, b: DamagedFrame) -> Bool {
    a.image === b.image && a.frame == b.frame
  }

  /// Hashes the frame.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(image))
    hasher.combine(frame)
  }
}

/// Why the pixels of a frame, or of a whole file, cannot be had.
struct FrameError: Error {
  let code: SkippedFile.Code
  let message: String
}
