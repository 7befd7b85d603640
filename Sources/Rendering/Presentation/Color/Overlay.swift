import Geometry
public import VolumeModel

/// How a second volume is laid over a picture.
public struct Overlay: Sendable {
  /// How its values become colours.
  public enum Colors: Sendable {
    /// Measured values: a map through a window.
    ///
    /// Values at the window's lower end and below are clear, and the opacity rises over the
    /// lowest part of the window (``Overlay/rise``): else the dark end of a map would shade what
    /// lies under it.
    case map(ColorMap, DisplayWindow)
    /// Numbers that name something: organs, tissues.
    case labels(LabelTable)
  }

  /// How values become colours.
  public var colors: Colors
  /// How much of the colour covers the picture: 0 (nothing) … 1 (all).
  public var opacity: Double
  /// The part of a map's window over which the opacity rises from 0: the lowest quarter.
  public var rise = 0.25

  /// Creates a way to lay a volume over a picture.
  public init(_ colors: Colors, opacity: Double = 0.5) {
    self.colors = colors
    self.opacity = opacity
  }

  /// Returns the colour and the opacity 0…1 of each value; nil where it is clear.
  func paints(_ image: PlaneImage) -> [(color: SIMD3<UInt8>, opacity: Double)?] {
    switch colors {
    case .map(let map, let window):
      let levels = image.levels(window)
      let full = 256 * rise
      return levels.indices.map { pixel in
        let level = levels[pixel]
        return level == 0 ? nil : (map.colors[Int(level)], opacity * min(1, Double(level) / full))
      }
    case .labels(let table):
      return image.values.map { value in
        guard let label = table.label(of: value) else { return nil }
        return (label.color, label.opacity * opacity)
      }
    }
  }
}

extension Raster {
  /// Returns the picture in colour with another one laid over it.
  ///
  /// Both must lie in the same place: the overlay is to be sampled in this very plane of the
  /// patient. Where it has no value (NaN), the picture shows through unchanged.
  ///
  /// An opacity below 0 counts as 0, one that brightens beyond white as white.
  ///
  /// - Precondition: Both have the same size.
  public func overlaid(with image: PlaneImage, as overlay: Overlay) -> Raster {
    precondition(
      image.geometry.width == width && image.geometry.height == height, "the same pixels")
    var bytes = colorBytes
    for (pixel, paint) in overlay.paints(image).enumerated() {
      guard let paint else { continue }
      for channel in 0..<3 {
        let old = Double(bytes[3 * pixel + channel])
        let new = Double(paint.color[channel])
        bytes[3 * pixel + channel] = UInt8(
          Int((old + (new - old) * paint.opacity).rounded(), clampedTo: 0...255))
      }
    }
    return Raster(width: width, height: height, samples: .rgb8(bytes), pixelSize: pixelSize)
  }

  /// The same picture with red, green and blue channels.
  public var inColor: Raster {
    Raster(width: width, height: height, samples: .rgb8(colorBytes), pixelSize: pixelSize)
  }

  /// Red, green and blue of each pixel.
  var colorBytes: [UInt8] {
    switch samples {
    case .rgb8(let bytes): bytes
    case .gray8(let bytes): bytes.flatMap { [$0, $0, $0] }
    case .gray16(let words):
      words.flatMap { word in
        let byte = UInt8((Double(word) / 257).rounded())
        return [byte, byte, byte]
      }
    }
  }
}
