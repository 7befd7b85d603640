public import DICOMModel
public import WorkScheduling

/// Frames of RLE Lossless (PS3.5 Annex G).
///
/// A frame is a header of sixteen 32-bit numbers and up to fifteen segments: one plane for each
/// byte of a sample, the most significant first, and of colours sample after sample. Memory: the frame. A run of two bytes
/// makes at most 128, so that a stream too short for the frame is refused before that.
public struct RLEDecoder: FrameDecoder {
  /// RLE Lossless (1.2.840.10008.1.2.5).
  public var transferSyntaxes: [TransferSyntax] { [.rleLossless] }

  private static let headerBytes = 64

  /// Creates a decoder.
  public init() {}

  /// Unpacks the segments of a frame and interleaves them.
  ///
  /// - Throws: ``PixelCodingError`` if the number of segments is not that of the bytes of a
  ///   pixel, or a segment does not fill the frame exactly.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    try format.checkSize()
    let bytesPerSample = format.bitsAllocated / 8
    let segments = try segments(of: frame, count: format.samplesPerPixel * bytesPerSample)
    let pixels = format.pixelCount
    guard frame.byteCount * 64 >= pixels * segments.count else {
      throw .damaged("\(frame.byteCount) bytes cannot hold \(pixels) pixels", offset: nil)
    }
    return try unsafe NativeFrame(format: format) { (samples) throws(PixelCodingError) in
      switch (segments.count, format.samplesPerPixel) {
      case (1, _):
        try unsafe unpack(
          frame, segment: segments[0], lane: OnlyLane(samples: samples), pixels: pixels,
          context: context)
      case (2, 1):
        try unsafe unpack(
          frame, segment: segments[0], lane: HighLane(samples: samples), pixels: pixels,
          context: context)
        try unsafe unpack(
          frame, segment: segments[1], lane: LowLane(samples: samples), pixels: pixels,
          context: context)
      default:
        for (n, segment) in segments.enumerated() {
          let (sample, byte) = n.quotientAndRemainder(dividingBy: bytesPerSample)
          let lane = unsafe WideLane(
            samples: samples, bytesPerPixel: segments.count,
            place: (sample + 1) * bytesPerSample - 1 - byte)
          try unpack(frame, segment: segment, lane: lane, pixels: pixels, context: context)
        }
      }
    }
  }

  /// The segments' ranges in the frame.
  private func segments(
    of frame: RawSpan, count: Int
  ) throws(PixelCodingError) -> [Range<Int>] {
    guard frame.byteCount >= Self.headerBytes else {
      throw .damaged("the header has \(frame.byteCount) of 64 bytes", offset: frame.byteCount)
    }
    let stated = frame.littleEndian32(at: 0)
    guard stated == count else {
      throw .mismatch("\(stated) segments instead of \(count)")
    }
    guard count <= 15 else { throw .unsupportedStream("RLE of \(count) segments") }
    let starts = (1...count).map { frame.littleEndian32(at: $0 * 4) }
    var ranges: [Range<Int>] = []
    for (n, (start, end)) in zip(starts, starts.dropFirst() + [frame.byteCount]).enumerated() {
      guard start >= Self.headerBytes, start <= end, end <= frame.byteCount else {
        throw .damaged("segment \(n + 1) lies at \(start)..<\(end)", offset: 4 * (n + 1))
      }
      ranges.append(start..<end)
    }
    return ranges
  }

  private func unpack(
    _ frame: RawSpan, segment: Range<Int>, lane: some ByteLane, pixels: Int,
    context: WorkContext
  ) throws(PixelCodingError) {
    let failure: PackBitsFailure? = unsafe frame.withUnsafeBytes { bytes in
      do throws(PackBitsFailure) {
        let source = unsafe UnsafeRawBufferPointer(rebasing: bytes[segment])
        try unsafe PackBits.unpack(source, into: lane, pixels: pixels, context: context)
        return nil
      } catch {
        return error
      }
    }
    if let failure {
      try context.checkDecoding()
      throw .damaged(failure.what, offset: segment.lowerBound + failure.offset)
    }
  }
}
