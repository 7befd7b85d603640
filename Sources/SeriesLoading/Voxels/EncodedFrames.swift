import DICOMCoding
import DICOMImaging
import DICOMModel
import PixelCoding

/// The pixel data of a deflated or encapsulated file in memory, taken apart into frames.
///
/// Reading a file once for all its frames keeps the work for a file of n frames at n.
struct EncodedFrames: Sendable {
  private let image: ScannedImage
  private let bytes: [UInt8]
  /// The fragments of each frame; nil for inflated bytes, whose frames follow each other.
  private let frames: [EncapsulatedFrame]?

  /// Reads the pixel data of a file.
  ///
  /// - Throws: ``LoadError`` if the file cannot be read any more, or its frames not be found.
  init(of image: ScannedImage, _ files: FrameReader) throws(LoadError) {
    self.image = image
    // Deflated pixels have no place in the file: all of it is inflated.
    let isEncapsulated = image.transferSyntax.isEncapsulated
    let start = isEncapsulated ? image.pixelData.offset : 0
    let stored: [UInt8]
    do throws(FileReadingError) {
      let file = try InputFile(path: image.path)
      stored = try file.bytes(at: start, count: max(0, file.size - start))
    } catch {
      throw .unreadable(path: image.path, reason: error.description)
    }
    do {
      if isEncapsulated {
        (bytes, frames) = (stored, try Self.frames(of: image, stored))
      } else {
        let dataSet = try files.reader.readWhole(stored).dataSet
        (bytes, frames) = (Array(dataSet.bytes(image.pixelData.tag) ?? []), nil)
      }
    } catch {
      throw .damaged(path: image.path, reason: "\(error)")
    }
  }

  /// Returns a frame as little-endian samples.
  ///
  /// - Throws: ``LoadError/damaged(path:reason:)``.
  func frame(_ index: Int, _ decoders: FrameDecoders) throws(LoadError) -> NativeFrame {
    do {
      guard let frames else { return try inflatedFrame(index) }
      return try decodedFrame(frames[index], decoders)
    } catch {
      throw .damaged(path: image.path, reason: "\(error)")
    }
  }

  private static func frames(
    of image: ScannedImage, _ bytes: [UInt8]
  ) throws -> [EncapsulatedFrame] {
    let encapsulated = try EncapsulatedPixelData(parsing: bytes[...])
    let count = image.header.pixels.frameCount
    let found = encapsulated.frames(count: count, extendedOffsets: image.extendedOffsets) {
      Array(bytes[$0].prefix(12))
    }
    guard let found else {
      let fragments = encapsulated.fragments.count
      throw PixelCodingError.damaged(
        "\(fragments) fragments cannot be told apart into \(count) frames", offset: nil)
    }
    return found.frames
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
    _ frame: EncapsulatedFrame, _ decoders: FrameDecoders
  ) throws -> NativeFrame {
    guard let decoder = decoders[image.transferSyntax] else {
      throw PixelCodingError.unsupportedTransferSyntax(image.transferSyntax.name)
    }
    let format = image.header.pixels.format
    guard frame.fragments.count != 1 else {
      return try decoder.decode(bytes[frame.fragments[0]], format: format)
    }
    var joined: [UInt8] = []
    joined.reserveCapacity(frame.byteCount)
    for fragment in frame.fragments { joined += bytes[fragment] }
    return try decoder.decode(joined, format: format)
  }
}
