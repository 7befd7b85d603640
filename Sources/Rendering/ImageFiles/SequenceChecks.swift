import VolumeModel

/// What the frames of a sequence have to agree with.
struct SequenceChecks {
  private let format: ImageFileFormat
  private let total: Int
  private let width: Int
  private let height: Int
  private let channels: Int

  /// The most frames: animated PNG counts them, and two parts of each, in 32 bits.
  private static var mostFrames: Int { 1 << 30 }

  /// - Throws: ``ImageFileError`` unless there are frames and a speed.
  init(
    _ format: ImageFileFormat, like first: Raster, total: Int, framesPerSecond: Double
  ) throws(ImageFileError) {
    guard total > 0, total <= Self.mostFrames else {
      throw .frameCount(announced: total, added: 0)
    }
    guard framesPerSecond > 0, framesPerSecond.isFinite else { throw .badSpeed(framesPerSecond) }
    self.format = format
    self.total = total
    width = first.width
    height = first.height
    channels = first.samples.channels
  }

  /// - Throws: ``ImageFileError`` if a frame is one too many, or unlike the first one.
  func check(_ frame: Raster, after count: Int) throws(ImageFileError) {
    guard count < total else { throw .frameCount(announced: total, added: count + 1) }
    guard frame.width == width, frame.height == height, frame.samples.channels == channels else {
      throw .unlikeFrames(format)
    }
  }

  /// - Throws: ``ImageFileError`` unless all frames were added.
  func checkEnd(after count: Int) throws(ImageFileError) {
    guard count == total else { throw .frameCount(announced: total, added: count) }
  }
}
