import VolumeModel
import WorkScheduling

/// Makes the bytes of a file of several pictures, as the pictures come.
protocol FrameEncoder: AnyObject {
  /// Adds a picture that is shown for a time; returns the bytes that are ready.
  func add(_ frame: Raster, seconds: Double, context: WorkContext) throws -> [UInt8]

  /// Ends the file; returns the rest of its bytes.
  func finish() throws(ImageFileError) -> [UInt8]
}

extension ImageFileFormat {
  /// What makes sequences of the format.
  ///
  /// - Throws: ``ImageFileError``: JPEG holds none, and video is not made here.
  func encoder(
    like first: Raster, total: Int
  ) throws(ImageFileError) -> any FrameEncoder {
    switch self {
    case .png, .apng: return AnimatedPNG(like: first, total: total)
    case .gif: return try GIFFile(like: first, isAnimated: total > 1)
    case .jpeg, .mp4: throw .noSequence(self)
    }
  }
}

/// How long the frames of a sequence are shown.
struct FrameTimes {
  private let usual: Double

  /// The times of frames that do not say their own.
  init(framesPerSecond: Double) { usual = 1 / framesPerSecond }

  /// Seconds of a frame: its own or the usual ones, within what files can say.
  func seconds(_ own: Double?) -> Double {
    let wished = own ?? usual
    return wished > 0.001 ? min(wished, 600) : 0.001
  }
}
