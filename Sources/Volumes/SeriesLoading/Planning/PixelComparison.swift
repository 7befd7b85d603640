import DICOMImaging
import Locks
import WorkScheduling

/// Compares the pixels of slices, which is done only where their headers leave no other way.
///
/// Once the work was cancelled every answer is no: whoever asked looks at the context in the end.
struct PixelComparison: Sendable {
  private let frames: FrameReader
  private let context: WorkContext
  private let encoded = EncodedPair()

  init(frames: FrameReader, context: WorkContext) {
    self.frames = frames
    self.context = context
  }

  /// Whether two slices hold the same values; false if one of them cannot be read.
  func areEqual(_ a: SliceSource, _ b: SliceSource) -> Bool {
    guard a.format == b.format, a.tile == b.tile, a.frame.rescale == b.frame.rescale,
      a.frame.modalityLUT == b.frame.modalityLUT,
      let values = values(of: a)
    else { return false }
    return values == self.values(of: b)
  }

  /// Whether all pixels of a slice are the same: such slices are equal without being one.
  func isBlank(_ slice: SliceSource) -> Bool {
    guard let values = values(of: slice), let first = values.first else { return true }
    return values.allSatisfy { $0 == first }
  }

  /// Pixels that cannot be read are no match; loading says what is wrong with them.
  private func values(of slice: SliceSource) -> [Int32]? {
    guard !context.isCancelled else { return nil }
    return try? frames.storedValues(
      ofFrame: slice.frameIndex, of: slice.image,
      in: encoded.frames(of: slice.image, files: frames, context: context), context: context)
  }
}

/// The two encoded files of several frames that were asked for last, so that comparing all frames
/// of one with those of another reads each file once.
private final class EncodedPair: Sendable {
  private let files = Locked<[(image: ScannedImage, frames: EncodedFrames)]>([])

  /// The frames of such a file; nil for others.
  func frames(
    of image: ScannedImage, files reader: FrameReader, context: WorkContext
  ) throws -> EncodedFrames? {
    guard image.header.pixels.frameCount > 1, !FrameReader.isInFile(image) else { return nil }
    return try files.withLock { files in
      if let known = files.first(where: { $0.image === image }) { return known.frames }
      let frames = try EncodedFrames(of: image, files: reader, context: context)
      files = files.suffix(1) + [(image, frames)]
      return frames
    }
  }
}
