import CImageReading
import Foundation
public import VolumeModel

/// An image as libpng or libjpeg reads it: what is really in a file, by other hands than those that
/// wrote it.
public struct ReadImage: Sendable {
  /// Pixels along a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Pixels per metre (PNG) or dots per cm (JPEG) along rows and columns; 0 if the file does not say.
  public let density: [Int]
  /// Row after row from the top.
  public let samples: Raster.Samples

  /// Reads a PNG file; nil if the bytes are none.
  public init?(png bytes: [UInt8]) { unsafe self.init(bytes, read_png) }

  /// Reads a JPEG file; nil if the bytes are none.
  public init?(jpeg bytes: [UInt8]) { unsafe self.init(bytes, read_jpeg) }

  /// How bright each pixel is, 0 to 255: of colours the mean, of 16 bits the upper eight.
  public var brightness: [Double] {
    switch samples {
    case .gray8(let greys): greys.map(Double.init)
    case .gray16(let greys): greys.map { Double($0 >> 8) }
    case .rgb8(let colors):
      stride(from: 0, to: colors.count, by: 3).map { n in
        (Double(colors[n]) + Double(colors[n + 1]) + Double(colors[n + 2])) / 3
      }
    }
  }

  private init?(
    _ bytes: [UInt8],
    _ reader: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<read_picture>?) -> Int32
  ) {
    var picture = unsafe read_picture()
    // SAFETY: the reader stays within the bytes and hands over `count` samples of its own.
    let done = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe reader(buffer.baseAddress, buffer.count, &picture)
    }
    guard done == 1 else { return nil }
    defer { unsafe free(picture.samples) }
    let raw = unsafe [UInt8](UnsafeBufferPointer(start: picture.samples, count: picture.count))
    width = unsafe Int(picture.width)
    height = unsafe Int(picture.height)
    density = unsafe [Int(picture.densityX), Int(picture.densityY)]
    samples =
      if unsafe picture.bitDepth == 16 {
        .gray16(
          stride(from: 0, to: raw.count, by: 2).map { UInt16(raw[$0]) << 8 | UInt16(raw[$0 + 1]) })
      } else if unsafe picture.channels == 3 {
        .rgb8(raw)
      } else {
        .gray8(raw)
      }
  }
}
