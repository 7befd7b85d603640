import CGIF
public import VolumeModel
public import WorkScheduling

/// A GIF file in the making.
@safe
final class GIFFile: FrameEncoder {
  // In a place of its own: giflib keeps its address.
  private let file: UnsafeMutablePointer<sagitta_gif_file>
  private let size: (width: Int, height: Int)
  /// The time of all frames so far, as asked for and as GIF's hundredths of a second.
  private var elapsed = 0.0
  private var ticks = 0

  init(like first: Raster, isAnimated: Bool) throws(ImageFileError) {
    size = (first.width, first.height)
    unsafe file = .allocate(capacity: 1)
    unsafe file.initialize(to: sagitta_gif_file())
    try ImageFileFormat.gif.check(first)
    let width = UInt16(first.width)
    let height = UInt16(first.height)
    guard unsafe sagitta_gif_begin(file, width, height, isAnimated ? 1 : 0) == 1 else {
      throw failure
    }
  }

  deinit {
    unsafe sagitta_gif_free(file)
    unsafe file.deallocate()
  }

  func add(_ frame: Raster, seconds: Double, context: WorkContext) throws -> [UInt8] {
    precondition(
      frame.width == size.width && frame.height == size.height, "frames of a sequence are alike")
    let channels = Int32(frame.samples.channels)
    let delay = nextDelay(seconds)
    switch frame.samples {
    case .gray8(let bytes), .rgb8(let bytes):
      // SAFETY: the raster holds width × height × channels bytes, for the time of the call.
      try unsafe context.encode(.gif, message: message) { goesOn, caller in
        unsafe file.pointee.goesOn = goesOn
        unsafe file.pointee.caller = caller
        return unsafe bytes.withUnsafeBufferPointer { buffer in
          unsafe sagitta_gif_add(file, channels, buffer.baseAddress, delay)
        }
      }
    case .gray16: throw ImageFileError.tooManyBits(.gif)
    }
    return taken()
  }

  /// Hundredths of a second.
  ///
  /// What rounding leaves goes to later frames, so that the whole takes its time. Less than two
  /// are no speed that viewers play; none at all belongs to a single picture.
  private func nextDelay(_ seconds: Double) -> UInt16 {
    guard seconds > 0 else { return 0 }
    elapsed += seconds
    let delay = min(max(Int((elapsed * 100).rounded()) - ticks, 2), 65535)
    ticks += delay
    return UInt16(delay)
  }

  func finish() throws(ImageFileError) -> [UInt8] {
    guard unsafe sagitta_gif_end(file) == 1 else { throw failure }
    return taken()
  }

  /// The bytes that were made since the last time.
  private func taken() -> [UInt8] {
    // The encoder goes on filling the same place from its beginning.
    defer { unsafe file.pointee.count = 0 }
    // SAFETY: the encoder filled `count` bytes.
    return unsafe [UInt8](UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count))
  }

  private var message: String { unsafe text(of: file.pointee.message) }

  private var failure: ImageFileError { .encoderFailed(.gif, message: message) }
}

extension Raster {
  /// Returns the bytes of a GIF file with one frame: grey is exact, colours are reduced to 256.
  ///
  /// - Parameter context: Whether to go on; asked between rows.
  /// - Returns: The bytes.
  /// - Throws: ``ImageFileError``, `WorkCancelled`.
  public func gifBytes(context: WorkContext = WorkContext()) throws -> [UInt8] {
    let file = try GIFFile(like: self, isAnimated: false)
    return try file.add(self, seconds: 0, context: context) + file.finish()
  }
}
