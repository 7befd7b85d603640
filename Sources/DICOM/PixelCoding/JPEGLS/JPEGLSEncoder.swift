public import DICOMModel

/// Frames as lossless JPEG-LS (ISO 14495-1, ITU-T T.87), grey or colour.
///
/// The stream has the samples' stored bits without their sign, as DICOM wants it; colours are
/// interleaved line by line. All parameters are the standard's defaults.
public struct JPEGLSEncoder: FrameEncoder {
  /// JPEG-LS Lossless (1.2.840.10008.1.2.4.80).
  public var transferSyntaxes: [TransferSyntax] { [.jpegLSLossless] }

  /// Creates an encoder.
  public init() {}

  /// Encodes a frame in one scan.
  ///
  /// - Throws: ``PixelCodingError`` if samples have 1 or more than 16 bits, or do not begin at
  ///   the lowest bit.
  public func encode(_ frame: NativeFrame) throws(PixelCodingError) -> [UInt8] {
    let format = frame.format
    guard (2...16).contains(format.bitsStored), format.highBit == format.bitsStored - 1,
      format.bitsAllocated <= 16
    else {
      throw .badBits(
        allocated: format.bitsAllocated, stored: format.bitsStored, highBit: format.highBit)
    }
    let components = format.samplesPerPixel
    var lines = JPEGLSLineWriter(
      try JPEGLSParameters(lossless: format.bitsStored), columns: format.columns,
      components: components,
      bits: JPEGLSBitWriter(after: Self.header(format), capacity: format.frameBytes))
    let none = [UInt16](repeating: 0, count: format.columns)
    var above = Array(repeating: none, count: components)
    for row in 0..<format.rows {
      for component in 0..<components {
        let words = Self.row(row, component: component, of: frame)
        unsafe words.withUnsafeBufferPointer { words in
          unsafe above[component].withUnsafeBufferPointer {
            unsafe lines.encode(words, above: $0, component: component)
          }
        }
        above[component] = words
      }
    }
    return lines.finish() + [0xFF, 0xD9]
  }

  /// The samples of one component in a row, without the bits above the stored ones.
  private static func row(_ row: Int, component: Int, of frame: NativeFrame) -> [UInt16] {
    let format = frame.format
    let mask = UInt16(truncatingIfNeeded: (1 << format.bitsStored) - 1)
    let first = row * format.columns * format.samplesPerPixel + component
    return (0..<format.columns).map { column in
      let sample = first + column * format.samplesPerPixel
      guard format.bitsAllocated == 16 else { return UInt16(frame.bytes[sample]) & mask }
      return (UInt16(frame.bytes[2 * sample]) | UInt16(frame.bytes[2 * sample + 1]) << 8) & mask
    }
  }

  /// SOI, the frame header and the scan header (T.87 C.2.2, C.2.3).
  private static func header(_ format: PixelFormat) -> [UInt8] {
    let components = (1...format.samplesPerPixel).map { UInt8($0) }
    func word(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xF7]
    bytes += word(8 + 3 * components.count) + [UInt8(format.bitsStored)]
    bytes += word(format.rows) + word(format.columns) + [UInt8(components.count)]
    bytes += components.flatMap { [$0, 0x11, 0] }
    bytes += [0xFF, 0xDA] + word(6 + 2 * components.count) + [UInt8(components.count)]
    bytes += components.flatMap { [$0, 0] }
    // NEAR 0, interleaved by line if there are lines to interleave, no point transform.
    return bytes + [0, components.count > 1 ? 1 : 0, 0]
  }
}
