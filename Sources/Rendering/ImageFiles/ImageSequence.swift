public import VolumeModel

/// An animated picture file in memory: animated PNG or GIF, played over and over.
///
/// Frames are encoded as they come, so that no more than one of them is held; ``SequenceFile``
/// does not hold the file's bytes either. PNG keeps every
/// sample; GIF keeps grey and reduces colours to 256 of each frame's own.
public struct ImageSequence: ~Copyable {
  /// The format of the file.
  public let format: ImageFileFormat

  /// The number of frames added so far.
  public private(set) var count = 0

  private let total: Int
  private let encoder: any FrameEncoder
  private let times: FrameTimes
  private var bytes: [UInt8] = []

  /// Begins a sequence.
  ///
  /// - Parameters:
  ///   - format: PNG or GIF.
  ///   - first: The first frame, whose size and kind all frames have. It is not yet added.
  ///   - total: The number of frames to come.
  ///   - framesPerSecond: How fast it plays, where frames do not say it themselves.
  /// - Throws: ``ImageFileError``; JPEG holds no sequence.
  public init(
    _ format: ImageFileFormat, like first: Raster, total: Int, framesPerSecond: Double = 12.5
  ) throws(ImageFileError) {
    precondition(total > 0 && framesPerSecond > 0, "a sequence has frames and a speed")
    self.format = format
    self.total = total
    times = FrameTimes(framesPerSecond: framesPerSecond)
    encoder = try format.encoder(like: first, total: total)
  }

  /// Adds a frame.
  ///
  /// GIF counts hundredths of a second: what rounding leaves goes to later frames, so that the
  /// whole takes its time. Less than two hundredths are no speed that viewers play.
  ///
  /// - Parameters:
  ///   - frame: The frame.
  ///   - seconds: How long it is shown; nil for the sequence's own speed.
  /// - Precondition: It has the size and kind of the first, and is not one too many.
  /// - Throws: ``ImageFileError``.
  public mutating func add(
    _ frame: Raster, seconds: Double? = nil
  ) throws(ImageFileError) {
    precondition(count < total, "a sequence has as many frames as were announced")
    bytes += try encoder.add(frame, seconds: times.seconds(seconds))
    count += 1
  }

  /// Ends the sequence.
  ///
  /// - Precondition: All announced frames were added.
  /// - Returns: The bytes of the file.
  /// - Throws: ``ImageFileError``.
  public consuming func finish() throws(ImageFileError) -> [UInt8] {
    precondition(count == total, "a sequence has as many frames as were announced")
    return bytes + (try encoder.finish())
  }
}
