public import VolumeModel

/// How finely a grey picture distinguishes black from white.
public enum GreyDepth: Int, CaseIterable, Codable, Hashable, Sendable {
  /// One byte a pixel: 0…255.
  case eight = 8
  /// Two bytes a pixel: 0…65535.
  case sixteen = 16

  /// The value of white.
  public var white: Int { (1 << rawValue) - 1 }
}

extension PlaneImage {
  /// Returns the picture as seen through a display window.
  ///
  /// Grey is rounded to the nearest whole number, half up. Pixels without a value (NaN) are
  /// black, inverted or not. The pixel size is kept; pixels are not made square.
  ///
  /// - Parameters:
  ///   - window: What is black and what is white.
  ///   - depth: Bits of a pixel.
  ///   - isInverted: Whether low values are white (MONOCHROME1); every grey g becomes white − g.
  /// - Returns: The picture in grey.
  public func displayed(
    with window: DisplayWindow, depth: GreyDepth = .eight, inverted isInverted: Bool = false
  ) -> Raster {
    let samples: Raster.Samples =
      switch depth {
      case .eight: .gray8(greys(window, white: UInt8.max, isInverted: isInverted))
      case .sixteen: .gray16(greys(window, white: UInt16.max, isInverted: isInverted))
      }
    return Raster(
      width: geometry.width, height: geometry.height, samples: samples,
      pixelSize: SIMD2(geometry.pixelWidth, geometry.pixelHeight))
  }

  private func greys<Word: FixedWidthInteger & UnsignedInteger>(
    _ window: DisplayWindow, white: Word, isInverted: Bool
  ) -> [Word] {
    // SAFETY: there is one grey for each value, so the buffer is filled exactly.
    var greys = unsafe [Word](unsafeUninitializedCapacity: values.count) { buffer, count in
      window.forEachGrey(of: values, white: Double(white)) { grey in
        unsafe buffer[count] = Word(truncatingIfNeeded: grey)
        count += 1
      }
    }
    if isInverted {
      for pixel in greys.indices {
        greys[pixel] = values[pixel].isNaN ? 0 : white - greys[pixel]
      }
    }
    return greys
  }
}
