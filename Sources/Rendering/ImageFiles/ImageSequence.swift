public import VolumeModel
public import WorkScheduling

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

  private let checks: SequenceChecks
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
    // All that may fail comes first: the value cannot be copied, nor half made.
    let checks = try SequenceChecks(
      format, like: first, total: total, framesPerSecond: framesPerSecond)
    let encoder = try format.encoder(like: first, total: total)
    self.checks = checks
    self.encoder = encoder
    self.format = format
    times = FrameTimes(framesPerSecond: framesPerSecond)
  }

  /// Adds a frame.
  ///
  /// GIF counts hundredths of a second: what rounding leaves goes to later frames, so that the
  /// whole takes its time. Less than two hundredths are no speed that viewers play.
  ///
  /// - Parameters:
  ///   - frame: The frame.
  ///   - seconds: How long it is shown; nil for the sequence's own speed.
  ///   - context: Whether to go on; asked between rows.
  /// - Throws: ``ImageFileError``, `WorkCancelled`: the sequence is of no use then.
  public mutating func add(
    _ frame: Raster, seconds: Double? = nil, context: WorkContext = WorkContext()
  ) throws {
    try checks.check(frame, after: count)
    bytes += try encoder.add(frame, seconds: times.seconds(seconds), context: context)
    count += 1
  }

  /// Ends the sequence.
  ///
  /// - Returns: The bytes of the file.
  /// - Throws: ``ImageFileError``.
  public consuming func finish() throws(ImageFileError) -> [UInt8] {
    try checks.checkEnd(after: count)
    return bytes + (try encoder.finish())
  }
}
