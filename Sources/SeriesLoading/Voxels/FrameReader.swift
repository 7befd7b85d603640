import DICOMCoding
import DICOMImaging
import DICOMModel
import PixelCoding

/// Reads the stored pixels of an image, whatever its transfer syntax.
struct FrameReader: Sendable {
  let reader: Part10Reader
  let decoders: FrameDecoders

  /// Bytes of scratch that ``withFrame(of:scratch:_:)`` needs for an image.
  static func scratchBytes(for image: ScannedImage) -> Int {
    isInFile(image) ? image.header.pixels.format.frameBytes : 0
  }

  /// Calls `body` with the native samples of an image.
  ///
  /// - Parameters:
  ///   - image: The image.
  ///   - scratch: Memory that may be overwritten, of ``scratchBytes(for:)`` at least.
  ///   - body: Receives the bytes, how they are stored and in which order.
  /// - Returns: What `body` returns.
  /// - Throws: ``LoadError`` if the file cannot be read any more, is cut, or is damaged.
  func withFrame<Result>(
    of image: ScannedImage, scratch: UnsafeMutableRawBufferPointer,
    _ body: (UnsafeRawBufferPointer, PixelFormat, ByteOrder) throws -> Result
  ) throws -> Result {
    let format = image.header.pixels.format
    if Self.isInFile(image) {
      let target = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[..<format.frameBytes])
      try unsafe readInPlace(image, into: target)
      return try unsafe body(UnsafeRawBufferPointer(target), format, image.pixelData.byteOrder)
    }
    let frame = try nativeFrame(image)
    return try unsafe frame.bytes.withUnsafeBytes { bytes in
      try unsafe body(bytes, frame.format, .littleEndian)
    }
  }

  /// Returns the stored values of an image, bits above and below the value masked.
  func storedValues(of image: ScannedImage) throws -> [Int32] {
    let pool = ScratchPool(bytes: Self.scratchBytes(for: image))
    return try unsafe pool.withBuffer { scratch in
      try unsafe withFrame(of: image, scratch: scratch) { bytes, format, order in
        unsafe NativeConversion(format: format, byteOrder: order).storedValues(bytes)
      }
    }
  }

  /// Whether the samples lie in the file as they are.
  private static func isInFile(_ image: ScannedImage) -> Bool {
    !image.transferSyntax.isEncapsulated && !image.transferSyntax.isDeflated
  }

  private func readInPlace(
    _ image: ScannedImage, into target: UnsafeMutableRawBufferPointer
  ) throws(LoadError) {
    let count: Int
    do throws(FileReadingError) {
      let file = try InputFile(path: image.path)
      count = try unsafe file.read(into: target, at: image.pixelData.offset)
    } catch {
      throw .unreadable(path: image.path, reason: error.description)
    }
    guard count == target.count else { throw cut(image, count, target.count) }
    // Big-endian words of 16 bits hold two 8-bit samples in swapped order (PS3.5 A.3).
    if image.pixelData.byteOrder == .bigEndian, image.pixelData.vr == .ow,
      image.header.pixels.format.bitsAllocated == 8
    {
      for place in stride(from: 0, to: count - 1, by: 2) {
        unsafe target.swapAt(place, place + 1)
      }
    }
  }

  /// The frame of a deflated or encapsulated file, as little-endian samples.
  private func nativeFrame(_ image: ScannedImage) throws(LoadError) -> NativeFrame {
    // Deflated pixels have no place in the file: all of it is inflated.
    let start = image.transferSyntax.isEncapsulated ? image.pixelData.offset : 0
    let bytes: [UInt8]
    do throws(FileReadingError) {
      let file = try InputFile(path: image.path)
      bytes = try file.bytes(at: start, count: max(0, file.size - start))
    } catch {
      throw .unreadable(path: image.path, reason: error.description)
    }
    do {
      return image.transferSyntax.isEncapsulated
        ? try decodedFrame(image, bytes) : try inflatedFrame(image, bytes)
    } catch {
      throw .damaged(path: image.path, reason: "\(error)")
    }
  }

  private func inflatedFrame(_ image: ScannedImage, _ file: [UInt8]) throws -> NativeFrame {
    let format = image.header.pixels.format
    let pixels = try reader.readWhole(file).dataSet.bytes(.pixelData) ?? []
    guard pixels.count >= format.frameBytes else {
      throw PixelCodingError.truncated(needed: format.frameBytes, available: pixels.count)
    }
    return NativeFrame(bytes: Array(pixels.prefix(format.frameBytes)), format: format)
  }

  /// Decodes the only frame from the fragments that `pixelData` begins with.
  private func decodedFrame(_ image: ScannedImage, _ pixelData: [UInt8]) throws -> NativeFrame {
    guard let decoder = decoders[image.transferSyntax] else {
      throw PixelCodingError.unsupportedTransferSyntax(image.transferSyntax.name)
    }
    let encapsulated = try EncapsulatedPixelData(parsing: pixelData[...])
    guard let fragments = encapsulated.frames(count: 1)?.frames.first?.fragments else {
      throw PixelCodingError.damaged("there are no fragments", offset: nil)
    }
    let format = image.header.pixels.format
    if fragments.count == 1 { return try decoder.decode(pixelData[fragments[0]], format: format) }
    var joined: [UInt8] = []
    joined.reserveCapacity(fragments.reduce(0) { $0 + $1.count })
    for fragment in fragments { joined += pixelData[fragment] }
    return try decoder.decode(joined, format: format)
  }

  private func cut(_ image: ScannedImage, _ count: Int, _ needed: Int) -> LoadError {
    .damaged(
      path: image.path,
      reason: PixelCodingError.truncated(needed: needed, available: count)
        .description)
  }
}
