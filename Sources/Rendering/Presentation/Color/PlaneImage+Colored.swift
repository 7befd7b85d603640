public import VolumeModel

extension PlaneImage {
  /// Returns the picture in the colours of a map, as seen through a display window.
  ///
  /// The map takes the place of the greys of ``displayed(with:depth:inverted:)``. Pixels without
  /// a value (NaN) are black, whatever the map's first colour is.
  ///
  /// - Parameters:
  ///   - window: Which values have the map's first and last colour.
  ///   - map: The colours.
  ///   - isInverted: Whether low values have the last colours (MONOCHROME1).
  /// - Returns: The picture in colour.
  public func displayed(
    with window: DisplayWindow, map: ColorMap, inverted isInverted: Bool = false
  ) -> Raster {
    let levels = levels(window, inverted: isInverted)
    var bytes = [UInt8](repeating: 0, count: 3 * values.count)
    for pixel in values.indices where !values[pixel].isNaN {
      let color = map.colors[Int(levels[pixel])]
      for channel in 0..<3 { bytes[3 * pixel + channel] = color[channel] }
    }
    return Raster(
      width: geometry.width, height: geometry.height, samples: .rgb8(bytes),
      pixelSize: SIMD2(geometry.pixelWidth, geometry.pixelHeight))
  }

  /// The greys 0…255.
  func levels(_ window: DisplayWindow, inverted: Bool = false) -> [UInt8] {
    let grey = displayed(with: window, inverted: inverted)
    guard case .gray8(let levels) = grey.samples else { return [] }
    return levels
  }
}
