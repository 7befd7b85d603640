import CJPEG
public import VolumeModel
public import WorkScheduling

extension Raster {
  /// Returns the bytes of a baseline JPEG file in the JFIF frame, with the pixel size as dots per
  /// cm where these are whole numbers from 1 to 65535 after rounding.
  ///
  /// Colour keeps its full resolution (4:4:4).
  ///
  /// - Parameters:
  ///   - quality: 1…100; numbers outside are taken to the nearest end.
  ///   - context: Whether to go on; asked between rows.
  /// - Returns: The bytes, without comments or time.
  /// - Throws: ``ImageFileError``, `WorkCancelled`.
  public func jpegBytes(
    quality: Int = 90, context: WorkContext = WorkContext()
  ) throws -> [UInt8] {
    try ImageFileFormat.jpeg.check(self)
    let density = dotsPerCentimetre
    var picture = unsafe sagitta_jpeg_picture(
      width: UInt32(width), height: UInt32(height), channels: Int32(samples.channels),
      samples: nil, dotsPerCentimetreX: density.x, dotsPerCentimetreY: density.y,
      quality: Int32(min(max(quality, 1), 100)), goesOn: nil, caller: nil)
    switch samples {
    case .gray8(let bytes), .rgb8(let bytes):
      return try unsafe Self.encode(&picture, samples: bytes, context: context)
    case .gray16: throw ImageFileError.tooManyBits(.jpeg)
    }
  }

  private static func encode(
    _ picture: inout sagitta_jpeg_picture, samples: [UInt8], context: WorkContext
  ) throws -> [UInt8] {
    var result = unsafe sagitta_jpeg_result()
    defer { unsafe sagitta_jpeg_free(&result) }
    // SAFETY: the raster holds width × height × channels samples, for the time of the call.
    try unsafe context.encode(.jpeg, message: text(of: result.message)) { goesOn, caller in
      unsafe picture.goesOn = goesOn
      unsafe picture.caller = caller
      return unsafe samples.withUnsafeBufferPointer { bytes in
        unsafe picture.samples = bytes.baseAddress
        return unsafe sagitta_jpeg_encode(&picture, &result)
      }
    }
    // SAFETY: the encoder filled `count` bytes.
    return unsafe [UInt8](UnsafeBufferPointer(start: result.bytes, count: result.count))
  }

  private var dotsPerCentimetre: SIMD2<UInt16> {
    guard let pixelSize else { return .zero }
    let density = (10 / pixelSize).rounded(.toNearestOrAwayFromZero)
    guard all(density .>= 1), all(density .<= 65535) else { return .zero }
    return SIMD2(UInt16(density.x), UInt16(density.y))
  }
}
