import CPNG
public import VolumeModel
public import WorkScheduling

extension Raster {
  /// Returns the bytes of a PNG file with `pHYs` from the pixel size, without text or time.
  ///
  /// - Parameter context: Whether to go on; asked between rows.
  /// - Returns: The bytes.
  /// - Throws: ``ImageFileError``, `WorkCancelled`.
  public func pngBytes(context: WorkContext = WorkContext()) throws -> [UInt8] {
    try ImageFileFormat.png.check(self)
    let density = pixelsPerMetre
    var picture = unsafe sagitta_png_picture(
      width: UInt32(width), height: UInt32(height), bitDepth: 8, channels: Int32(samples.channels),
      samples: nil,
      pixelsPerMetreX: density.x, pixelsPerMetreY: density.y, goesOn: nil, caller: nil)
    switch samples {
    case .gray8(let bytes), .rgb8(let bytes):
      return try unsafe Self.encode(&picture, words: bytes, context: context)
    case .gray16(let words):
      unsafe picture.bitDepth = 16
      return try unsafe Self.encode(&picture, words: words, context: context)
    }
  }

  private static func encode<Word: BitwiseCopyable>(
    _ picture: inout sagitta_png_picture, words: [Word], context: WorkContext
  ) throws -> [UInt8] {
    var result = unsafe sagitta_png_result()
    defer { unsafe sagitta_png_free(&result) }
    // SAFETY: the raster holds width × height × channels samples, for the time of the call.
    try unsafe context.encode(.png, message: text(of: result.message)) { goesOn, caller in
      unsafe picture.goesOn = goesOn
      unsafe picture.caller = caller
      return unsafe words.withUnsafeBytes { bytes in
        unsafe picture.samples = bytes.baseAddress
        return unsafe sagitta_png_encode(&picture, &result)
      }
    }
    // SAFETY: the encoder filled `count` bytes.
    return unsafe [UInt8](UnsafeBufferPointer(start: result.bytes, count: result.count))
  }

  /// Pixels per metre along a row and along a column as `pHYs` wants them, rounded; 0 if the
  /// pixel size is unknown or cannot be said in whole pixels per metre.
  private var pixelsPerMetre: SIMD2<UInt32> {
    guard let pixelSize else { return .zero }
    let density = (1000 / pixelSize).rounded(.toNearestOrAwayFromZero)
    guard all(density .>= 1), all(density .< 2_147_483_648) else { return .zero }
    return SIMD2(UInt32(density.x), UInt32(density.y))
  }
}
