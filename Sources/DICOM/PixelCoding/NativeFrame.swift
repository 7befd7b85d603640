import DICOMModel
import WorkScheduling

/// One uncompressed frame.
public struct NativeFrame: Hashable, Sendable {
  /// Little-endian samples, row by row, pixel by pixel.
  public let bytes: [UInt8]

  /// How the samples are stored.
  public let format: PixelFormat

  /// What a compressed stream itself says of its three samples a pixel; nil leaves it to
  /// Photometric Interpretation.
  public let colorModel: ColorModel?

  /// Creates a frame.
  ///
  /// - Precondition: There are at least as many bytes as the format needs.
  public init(bytes: [UInt8], format: PixelFormat, colorModel: ColorModel? = nil) {
    precondition(bytes.count >= format.frameBytes, "a frame is complete")
    self.bytes = bytes
    self.format = format
    self.colorModel = colorModel
  }

  /// Creates a frame whose bytes `fill` writes, every one of them unless it throws.
  package init(
    format: PixelFormat, colorModel: ColorModel? = nil,
    filling fill: (UnsafeMutableRawBufferPointer) throws(PixelCodingError) -> Void
  ) throws(PixelCodingError) {
    var failure: PixelCodingError?
    let count = format.frameBytes
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(PixelCodingError) {
        // SAFETY: the array may have more room than was asked for; `fill` sees what was.
        try unsafe fill(
          UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count])))
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    self.init(bytes: bytes, format: format, colorModel: colorModel)
  }

  /// Creates a frame of 16-bit words, which `decode` writes from the bytes of a stream.
  init(
    format: PixelFormat, words stream: RawSpan, context: WorkContext,
    decode: (
      UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt16>, WorkContext
    ) throws(PixelCodingError) -> Void
  ) throws(PixelCodingError) {
    try unsafe self.init(format: format) { (output) throws(PixelCodingError) in
      try unsafe stream.withUnsafeBytes { (bytes) throws(PixelCodingError) in
        // SAFETY: an array's bytes are aligned for any number, and hold nothing yet.
        let words = unsafe output.bindMemory(to: UInt16.self)
        try unsafe decode(bytes.bindMemory(to: UInt8.self), words, context)
      }
    }
  }

  /// The stored values, without rescale: bits above and below the value are masked.
  public var storedValues: [Int32] {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe NativeConversion(format: format, byteOrder: .littleEndian).storedValues(bytes)
    }
  }
}
