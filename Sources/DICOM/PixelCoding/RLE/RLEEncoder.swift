public import DICOMModel

/// Frames as RLE Lossless (PS3.5 Annex G), grey or colour.
///
/// One segment for each byte of each sample, the most significant first, colours one after the
/// other; no run crosses the end of a row.
public struct RLEEncoder: FrameEncoder {
  /// RLE Lossless (1.2.840.10008.1.2.5).
  public var transferSyntaxes: [TransferSyntax] { [.rleLossless] }

  /// The header's numbers: how many segments, and the offset of each of at most fifteen.
  private static let headerNumbers = 16

  /// Creates an encoder.
  public init() {}

  /// Packs the segments of a frame.
  ///
  /// - Throws: ``PixelCodingError/unsupportedSamplesPerPixel(_:)`` for more bytes a pixel than
  ///   there can be segments.
  public func encode(_ frame: NativeFrame) throws(PixelCodingError) -> [UInt8] {
    let format = frame.format
    let width = format.bitsAllocated / 8
    let count = format.samplesPerPixel * width
    guard count < Self.headerNumbers else {
      throw .unsupportedSamplesPerPixel(format.samplesPerPixel)
    }
    var bytes = [UInt8](repeating: 0, count: 4 * Self.headerNumbers)
    Self.put(count, at: 0, bytes: &bytes)
    for n in 0..<count {
      Self.put(bytes.count, at: n + 1, bytes: &bytes)
      let place = n / width * width + width - 1 - n % width
      for row in 0..<format.rows {
        let first = row * format.columns * count + place
        Self.pack(frame.bytes, from: first, step: count, count: format.columns, into: &bytes)
      }
      if !bytes.count.isMultiple(of: 2) { bytes.append(0) }
    }
    return bytes
  }

  private static func put(_ number: Int, at index: Int, bytes: inout [UInt8]) {
    for n in 0..<4 { bytes[4 * index + n] = UInt8(truncatingIfNeeded: number >> (8 * n)) }
  }

  /// Packs one byte of the samples of a row: runs of three equal bytes or more are counted, what
  /// lies between is copied.
  private static func pack(
    _ source: [UInt8], from first: Int, step: Int, count: Int, into bytes: inout [UInt8]
  ) {
    let longest = 128
    var literal = 0
    var place = 0
    func byte(_ n: Int) -> UInt8 { source[first + n * step] }
    func copyLiterals(before end: Int) {
      while literal < end {
        let length = min(longest, end - literal)
        bytes.append(UInt8(length - 1))
        for n in literal..<literal + length { bytes.append(byte(n)) }
        literal += length
      }
    }
    while place < count {
      let value = byte(place)
      var end = place + 1
      while end < count, end - place < longest, byte(end) == value { end += 1 }
      // Two equal bytes save nothing, and would cut a copy in two.
      if end - place > 2 {
        copyLiterals(before: place)
        bytes.append(UInt8(257 - (end - place)))
        bytes.append(value)
        literal = end
      }
      place = end
    }
    copyLiterals(before: count)
  }
}
