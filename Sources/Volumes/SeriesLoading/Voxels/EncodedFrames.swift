import DICOMCoding
import DICOMImaging
import DICOMModel
import Files
import PixelCoding
import WorkScheduling

/// The pixel data of a deflated or encapsulated file in memory, taken apart into frames.
///
/// Reading a file once for all its frames keeps the work for a file of n frames at n.
struct EncodedFrames: Sendable {
  private let image: ScannedImage
  private let bytes: [UInt8]
  /// The fragments of each frame; nil for inflated bytes, whose frames follow each other.
  private let frames: [EncapsulatedFrame]?

  /// Reads the pixel data of a file, up to the last fragment.
  ///
  /// - Throws: ``FrameError`` if the file cannot be read any more, or its frames not be found;
  ///   `WorkCancelled`.
  init(
    of image: ScannedImage, files: FrameReader, context: WorkContext,
    whenOpened: (ByteReader) -> Void = { _ in }
  ) throws {
    self.image = image
    do {
      let file = try image.source.open()
      whenOpened(file)
      let stored = try Self.bytes(of: image, in: file, context: context)
      if let encapsulated = image.encapsulated {
        bytes = stored
        frames = try Self.frames(of: image, encapsulated: encapsulated, bytes: stored)
      } else {
        let dataSet = try files.reader(inflating: image, context: context).readWhole(stored).dataSet
        bytes = Array(dataSet.bytes(image.pixelData.tag) ?? [])
        frames = nil
      }
    } catch {
      // A parser that was stopped says that of the data set.
      try context.check()
      throw try FrameError(unlessCancelled: error)
    }
  }

  /// Returns a frame as little-endian samples.
  ///
  /// - Throws: ``FrameError``; `WorkCancelled`.
  func frame(_ index: Int, decoders: FrameDecoders, context: WorkContext) throws -> NativeFrame {
    do {
      guard let frames else { return try inflatedFrame(index) }
      return try decodedFrame(frames[index], decoders: decoders, context: context)
    } catch PixelCodingError.cancelled {
      throw WorkCancelled()
    } catch {
      throw FrameError(error)
    }
  }

  /// The fragments with what lies between them; or all of a deflated file, since its pixels have no
  /// place in it.
  private static func bytes(
    of image: ScannedImage, in file: ByteReader, context: WorkContext
  ) throws -> [UInt8] {
    try bytes(
      image.encapsulated?.fragmentBytes ?? 0..<file.count, of: file, context: context)
  }

  /// Bytes that are read between two looks whether the work was cancelled.
  private static let runLength = 16 << 20

  private static func bytes(
    _ range: Range<Int>, of file: ByteReader, context: WorkContext
  ) throws -> [UInt8] {
    guard range.count > runLength else {
      return try file.bytes(at: range.lowerBound, count: range.count)
    }
    let count = min(range.count, max(0, file.count - range.lowerBound))
    return try unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      while filled < count {
        try context.check()
        let run = unsafe UnsafeMutableBufferPointer(
          rebasing: target[filled..<min(count, filled + runLength)])
        let read = try unsafe file.read(
          into: UnsafeMutableRawBufferPointer(run), at: range.lowerBound + filled)
        guard read > 0 else { break }
        filled += read
      }
    }
  }

  /// The fragments of each frame, counted from the first byte that was read.
  private static func frames(
    of image: ScannedImage, encapsulated: EncapsulatedPixelData, bytes: [UInt8]
  ) throws -> [EncapsulatedFrame] {
    let start = encapsulated.firstItemOffset
    let needed = (encapsulated.fragments.last?.upperBound ?? start) - start
    guard bytes.count == needed else {
      throw PixelCodingError.truncated(needed: needed, available: bytes.count)
    }
    let count = image.header.pixels.frameCount
    let found = encapsulated.frames(count: count, extendedOffsets: image.extendedOffsets) {
      Array(bytes[($0.lowerBound - start)..<($0.upperBound - start)].prefix(12))
    }
    guard let found else {
      let fragments = encapsulated.fragments.count
      throw PixelCodingError.damaged(
        "\(fragments) fragments cannot be told apart into \(count) frames", offset: nil)
    }
    return found.frames.map { frame in
      EncapsulatedFrame(
        fragments: frame.fragments.map { $0.lowerBound - start..<$0.upperBound - start })
    }
  }

  private func inflatedFrame(_ index: Int) throws -> NativeFrame {
    let pixels = image.header.pixels
    let start = index * pixels.frameBytes
    guard bytes.count >= start + pixels.frameBytes else {
      throw PixelCodingError.truncated(
        needed: pixels.frameBytes, available: max(0, bytes.count - start))
    }
    return NativeFrame(
      bytes: Array(bytes[start..<start + pixels.frameBytes]), format: pixels.format)
  }

  private func decodedFrame(
    _ frame: EncapsulatedFrame, decoders: FrameDecoders, context: WorkContext
  ) throws -> NativeFrame {
    guard let decoder = decoders[image.transferSyntax] else {
      throw PixelCodingError.unsupportedTransferSyntax(image.transferSyntax.name)
    }
    let format = image.header.pixels.format
    guard frame.fragments.count != 1 else {
      return try decoder.decode(
        bytes[frame.fragments[0]], format: format, context: context)
    }
    var joined: [UInt8] = []
    joined.reserveCapacity(frame.byteCount)
    for fragment in frame.fragments { joined += bytes[fragment] }
    return try decoder.decode(joined, format: format, context: context)
  }
}

extension EncapsulatedPixelData {
  /// The fragments with what lies between them.
  var fragmentBytes: Range<Int> {
    firstItemOffset..<max(firstItemOffset, fragments.last?.upperBound ?? 0)
  }
}

extension FrameError {
  /// What skips a frame because of an error, unless the error is that the work was cancelled.
  ///
  /// - Throws: `WorkCancelled`.
  init(unlessCancelled error: any Error) throws(WorkCancelled) {
    if let cancelled = error as? WorkCancelled { throw cancelled }
    self = error as? FrameError ?? FrameError(error)
  }

  /// What skips a frame because of an error of the file system, the parser or a decoder.
  init(_ error: any Error) {
    let code: SkippedFile.Code =
      switch error {
      case is FileReadingError: .unreadable
      case PixelCodingError.truncated: .truncatedPixelData
      case PixelCodingError.unsupportedTransferSyntax: .unsupportedTransferSyntax
      case PixelCodingError.unsupportedStream, PixelCodingError.tooLarge: .unsupportedPixels
      default: .damaged
      }
    self.init(code: code, message: "\(error)")
  }
}
