public import ImageFiles
public import VolumeModel
public import WorkScheduling

/// How frames that are made one at a time become one image file: a still image, or a sequence.
public struct FrameFile: Hashable, Sendable {
  /// The kind of file and its quality.
  public var encoding: ImageEncoding
  /// How fast a sequence plays.
  public var framesPerSecond: Double

  /// The speed of a spin for which none was chosen: one of 36 frames takes three seconds.
  public static var defaultFramesPerSecond: Double { 12.5 }

  /// Creates the description of a file.
  public init(_ encoding: ImageEncoding, framesPerSecond: Double = defaultFramesPerSecond) {
    self.encoding = encoding
    self.framesPerSecond = framesPerSecond
  }

  /// Writes frames: several, and those of a format that is a sequence, one after the other as they come.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - count: How many frames there are.
  ///   - stopwatch: Gets the time of encoding and writing.
  ///   - context: Whether to go on.
  ///   - frame: Makes a frame, from 0; called once for each, in order.
  /// - Throws: `ImageFileError`, `FileWritingError`, `WorkCancelled`; what `frame` throws.
  public func write(
    to path: String, count: Int, stopwatch: Stopwatch = Stopwatch(),
    context: WorkContext = WorkContext(), frame: (Int) throws -> Raster
  ) throws {
    guard count > 0 else { throw ImageFileError.frameCount(announced: count, added: 0) }
    let first = try frame(0)
    guard count > 1 || encoding.format.isSequence else {
      return try stopwatch.time(.write) {
        try first.write(to: path, as: encoding, context: context)
      }
    }
    let sequence = try SequenceFile(
      at: path, format: encoding.format, like: first, total: count, framesPerSecond: framesPerSecond
    )
    try stopwatch.time(.write) { try sequence.add(first, context: context) }
    for number in 1..<max(count, 1) {
      let raster = try frame(number)
      try stopwatch.time(.write) { try sequence.add(raster, context: context) }
    }
    try stopwatch.time(.write) { try sequence.finish() }
  }
}
