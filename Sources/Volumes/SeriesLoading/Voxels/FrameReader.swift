import DICOMCoding
import DICOMImaging
import DICOMModel
import Files
import Locks
import PixelCoding
import WorkScheduling

/// Reads the stored pixels of frames, whatever their transfer syntax.
struct FrameReader: Sendable {
  let reader: Part10Reader
  let decoders: FrameDecoders

  /// Bytes of scratch that ``withFrame(_:of:in:scratch:body:)`` needs for an image.
  static func scratchBytes(for image: ScannedImage) -> Int {
    guard isInFile(image) else { return 0 }
    // Swapped pairs may begin a sample before the frame, and end one behind it.
    return image.header.pixels.frameBytes + (swapsPairs(image) ? 2 : 0)
  }

  /// Whether the samples lie in the file as they are.
  static func isInFile(_ image: ScannedImage) -> Bool {
    !image.transferSyntax.isEncapsulated && !image.transferSyntax.isDeflated
  }

  /// Calls `body` with the native samples of a frame.
  ///
  /// - Parameters:
  ///   - index: The frame, counted from 0.
  ///   - image: The file.
  ///   - encoded: What ``EncodedFrames`` read of the file, if it is not native and more than
  ///     one of its frames is wanted; nil reads the file again.
  ///   - context: Whether to go on.
  ///   - scratch: Memory that may be overwritten, of ``scratchBytes(for:)`` at least.
  ///   - whenOpened: Receives the file before it is read, if it is.
  ///   - body: Receives the bytes, how they are stored and in which order.
  /// - Returns: What `body` returns.
  /// - Throws: ``FrameError`` if the file cannot be read any more, is cut, or is damaged;
  ///   `WorkCancelled`; what `body` throws.
  func withFrame<Result>(
    _ index: Int, of image: ScannedImage, in encoded: EncodedFrames? = nil,
    context: WorkContext, scratch: UnsafeMutableRawBufferPointer,
    whenOpened: (ByteReader) -> Void = { _ in },
    body: (UnsafeRawBufferPointer, PixelFormat, ByteOrder) throws -> Result
  ) throws -> Result {
    let format = image.header.pixels.format
    if Self.isInFile(image) {
      let samples = try unsafe readInPlace(
        image, index: index, into: scratch, whenOpened: whenOpened)
      return try unsafe body(samples, format, image.pixelData.byteOrder)
    }
    let frame: NativeFrame
    if let ready = image.ahead.withLock({ $0 })?.take() {
      frame = ready
    } else {
      let encoded =
        try encoded
        ?? EncodedFrames(of: image, files: self, context: context, whenOpened: whenOpened)
      frame = try encoded.frame(index, decoders: decoders, context: context)
    }
    return try unsafe frame.bytes.withUnsafeBytes { bytes in
      try unsafe body(bytes, frame.format, .littleEndian)
    }
  }

  /// Returns the stored values of a frame, bits above and below the value masked.
  func storedValues(
    ofFrame index: Int, of image: ScannedImage, in encoded: EncodedFrames? = nil,
    context: WorkContext
  ) throws -> [Int32] {
    let pool = ScratchPool(bytes: Self.scratchBytes(for: image))
    return try unsafe pool.withBuffer { scratch in
      try unsafe withFrame(index, of: image, in: encoded, context: context, scratch: scratch) {
        bytes, format, order in
        // Floats are equal if their bits are: two halves of a double are as good as one.
        guard image.header.pixels.samples == .integer else {
          return unsafe Array(bytes.prefix(image.header.pixels.frameBytes)).map { Int32($0) }
        }
        return unsafe NativeConversion(format: format, byteOrder: order).storedValues(bytes)
      }
    }
  }

  /// Reads a native frame; returns its samples, which lie in `scratch`.
  private func readInPlace(
    _ image: ScannedImage, index: Int, into scratch: UnsafeMutableRawBufferPointer,
    whenOpened: (ByteReader) -> Void
  ) throws(FrameError) -> UnsafeRawBufferPointer {
    // Frames follow each other without padding (PS3.5 8.1.1).
    let size = image.header.pixels.frameBytes
    let frame = index * size..<(index + 1) * size
    guard Self.swapsPairs(image) else {
      let target = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[..<size])
      try unsafe read(frame, of: image, into: target, whenOpened: whenOpened)
      return UnsafeRawBufferPointer(target)
    }
    let words = frame.lowerBound & ~1..<(frame.upperBound + 1) & ~1
    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[..<words.count])
    try unsafe read(words, of: image, into: target, whenOpened: whenOpened)
    for place in stride(from: 0, to: words.count, by: 2) { unsafe target.swapAt(place, place + 1) }
    let first = frame.lowerBound - words.lowerBound
    return unsafe UnsafeRawBufferPointer(rebasing: target[first..<first + size])
  }

  /// Whether 8-bit samples lie in 16-bit big-endian words, each pair swapped (PS3.5 A.3).
  private static func swapsPairs(_ image: ScannedImage) -> Bool {
    image.pixelData.byteOrder == .bigEndian && image.pixelData.vr == .ow
      && image.header.pixels.format.bitsAllocated == 8
  }

  /// Reads bytes of the pixel data.
  private func read(
    _ range: Range<Int>, of image: ScannedImage, into target: UnsafeMutableRawBufferPointer,
    whenOpened: (ByteReader) -> Void
  ) throws(FrameError) {
    let count: Int
    do throws(FileReadingError) {
      let file = try image.source.open()
      whenOpened(file)
      count = try unsafe file.read(into: target, at: image.pixelData.offset + range.lowerBound)
    } catch {
      throw FrameError(error)
    }
    guard count == target.count else {
      throw FrameError(PixelCodingError.truncated(needed: target.count, available: count))
    }
  }
}

extension FrameReader {
  /// What will be read of frames' files, by those who read one after the other.
  static func ahead(of jobs: [FrameJob]) -> ReadingAhead {
    ReadingAhead(jobs.count) { .init(jobs[$0].image.source, bytes(of: jobs[$0])) }
  }

  /// Where the bytes of a frame lie in its file, or all that have to be read for it.
  private static func bytes(of job: FrameJob) -> Range<Int> {
    let (image, size) = (job.image, job.image.header.pixels.frameBytes)
    guard isInFile(image) else { return image.encapsulated?.fragmentBytes ?? 0..<Int.max }
    let start = image.pixelData.offset + job.frameIndex * size
    return start..<start + size
  }

  /// A reader of a deflated file that inflates no more than its frames and what may follow them.
  func reader(inflating image: ScannedImage, context: WorkContext) -> Part10Reader {
    let pixels = image.header.pixels
    let end = image.pixelData.offset + pixels.frameBytes * pixels.frameCount
    var reader = reader
    reader.inflater = .standard(context)
    reader.limits.inflatedBytes = min(reader.limits.inflatedBytes, end + Self.mostTrailing)
    return reader
  }

  /// Padding and signatures behind the pixel data.
  private static var mostTrailing: Int { 1 << 24 }
}
