public import Files
public import VolumeModel
public import WorkScheduling

/// A file of pictures that follow each other, written as they come: animated PNG, GIF, or video.
///
/// Memory holds one picture at a time, however long the sequence is. The file takes its name when
/// it is complete; if the value goes before that, nothing is left.
public final class SequenceFile {
  private enum Encoder {
    case frames(any FrameEncoder)
    case video(VideoEncoder)
  }

  /// The number of frames added so far.
  public private(set) var count = 0

  private let checks: SequenceChecks
  private let encoder: Encoder
  private let times: FrameTimes
  /// Nil for video, which writes its file itself, and after the end.
  private var writer: ByteWriter?

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: The file; a device or a pipe for anything but video.
  ///   - format: Anything but JPEG; PNG becomes an animated one.
  ///   - first: The first frame, whose size and kind all frames have. It is not yet added.
  ///   - total: The number of frames to come.
  ///   - framesPerSecond: How fast it plays, where frames do not say it themselves.
  /// - Throws: ``ImageFileError``, `FileWritingError`.
  public convenience init(
    at path: String, format: ImageFileFormat, like first: Raster, total: Int,
    framesPerSecond: Double
  ) throws {
    try self.init(
      to: ByteSink.file(path), as: format, like: first, total: total,
      framesPerSecond: framesPerSecond)
  }

  /// Begins a file in a sink.
  ///
  /// - Parameters:
  ///   - sink: Where the bytes go as they are made; an ordinary file for video.
  ///   - format: Anything but JPEG; PNG becomes an animated one.
  ///   - first: The first frame, whose size and kind all frames have. It is not yet added.
  ///   - total: The number of frames to come.
  ///   - framesPerSecond: How fast it plays, where frames do not say it themselves.
  /// - Throws: ``ImageFileError``, `FileWritingError`.
  public init(
    to sink: ByteSink, as format: ImageFileFormat, like first: Raster, total: Int,
    framesPerSecond: Double
  ) throws {
    checks = try SequenceChecks(
      format, like: first, total: total, framesPerSecond: framesPerSecond)
    times = FrameTimes(framesPerSecond: framesPerSecond)
    if format.isWrittenInOneGo {
      encoder = .frames(try format.encoder(like: first, total: total))
      writer = try sink.open()
    } else {
      guard let path = sink.path else { throw ImageFileError.needsSeeking(format) }
      encoder = .video(try VideoEncoder(at: path, like: first, framesPerSecond: framesPerSecond))
    }
  }

  /// Adds a frame.
  ///
  /// - Parameters:
  ///   - frame: The frame.
  ///   - seconds: How long it is shown; nil for the sequence's own speed, which video always keeps.
  ///   - context: Whether to go on; asked between rows.
  /// - Throws: ``ImageFileError``, `FileWritingError`, `WorkCancelled`: the file is of no use then.
  public func add(
    _ frame: Raster, seconds: Double? = nil, context: WorkContext = WorkContext()
  ) throws {
    try checks.check(frame, after: count)
    try context.check()
    switch encoder {
    case .frames(let encoder):
      try write(try encoder.add(frame, seconds: times.seconds(seconds), context: context))
    case .video(let video): try video.add(frame)
    }
    count += 1
  }

  /// Ends the file and gives it its name.
  ///
  /// - Throws: ``ImageFileError``, `FileWritingError`.
  public func finish() throws {
    try checks.checkEnd(after: count)
    switch encoder {
    case .frames(let encoder):
      try write(try encoder.finish())
      if let writer = writer.take() { try writer.finish() }
    case .video(let video): try video.finish()
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    try writer?.write(bytes)
  }
}
