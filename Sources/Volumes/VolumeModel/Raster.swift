/// A finished picture: grey or colour samples without a place in the patient.
public struct Raster: Hashable, Sendable {
  /// The samples, row by row from the top left.
  public enum Samples: Hashable, Sendable {
    /// One byte a pixel, 0 black.
    case gray8([UInt8])
    /// One 16-bit word a pixel, 0 black.
    case gray16([UInt16])
    /// Red, green and blue bytes of each pixel in turn.
    case rgb8([UInt8])

    /// Samples in all.
    public var count: Int {
      switch self {
      case .gray8(let bytes), .rgb8(let bytes): bytes.count
      case .gray16(let words): words.count
      }
    }

    /// Samples of one pixel.
    public var channels: Int {
      if case .rgb8 = self { return 3 }
      return 1
    }
  }

  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The samples.
  public let samples: Samples
  /// The distance of pixel centres along a row and along a column in mm, if known.
  public let pixelSize: SIMD2<Double>?

  /// Creates a picture.
  ///
  /// - Precondition: The sizes are positive and there is a sample for each channel of each
  ///   pixel.
  public init(width: Int, height: Int, samples: Samples, pixelSize: SIMD2<Double>? = nil) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    precondition(samples.count == width * height * samples.channels, "one sample for each")
    self.width = width
    self.height = height
    self.samples = samples
    self.pixelSize = pixelSize
  }
}
