import Files
public import VolumeModel

/// An animated picture file in the making: animated PNG or GIF, played over and over.
///
/// Frames are encoded as they come, so that no more than one of them is held. PNG keeps every
/// sample; GIF keeps grey and reduces colours to 256 of each frame's own.
public struct PictureSequence: ~Copyable {
  /// The format of the file.
  public let format: ImageFileFormat

  /// The number of frames added so far.
  public private(set) var count = 0

  private let total: Int
  private var encoder: Encoder
  private let usualSeconds: Double
  /// The time of all frames so far, as asked for and as GIF's hundredths of a second.
  private var elapsed = 0.0
  private var ticks = 0

  private enum Encoder {
    case png(AnimatedPNG)
    case gif(GIFFile)
  }

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
    usualSeconds = 1 / framesPerSecond
    switch format {
    case .png: encoder = .png(AnimatedPNG(like: first, total: total))
    case .gif: encoder = .gif(try GIFFile(like: first, isAnimated: total > 1))
    case .jpeg: throw .noSequence(format)
    }
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
    let seconds = min(max(seconds ?? usualSeconds, 0.001), 600)
    precondition(count < total, "a sequence has as many frames as were announced")
    switch encoder {
    case .png(var png):
      // Taken out, so that its bytes have one owner and grow in place.
      encoder = .png(AnimatedPNG())
      try png.add(frame, seconds: seconds)
      encoder = .png(png)
    case .gif(let gif): try gif.add(frame, delay: nextDelay(seconds))
    }
    count += 1
  }

  private mutating func nextDelay(_ seconds: Double) -> UInt16 {
    elapsed += seconds
    let delay = min(max(Int((elapsed * 100).rounded()) - ticks, 2), 65535)
    ticks += delay
    return UInt16(delay)
  }

  /// Ends the sequence.
  ///
  /// - Precondition: All announced frames were added.
  /// - Returns: The bytes of the file.
  /// - Throws: ``ImageFileError``.
  public consuming func finish() throws(ImageFileError) -> [UInt8] {
    precondition(count == total, "a sequence has as many frames as were announced")
    switch encoder {
    case .png(var png): return png.finish()
    case .gif(let gif): return try gif.finish()
    }
  }
}
