public import VolumeModel

/// A sheet in the making: pictures are put on black ground one after the other, and need not be
/// kept.
public struct SheetCanvas: Sendable {
  private let width: Int
  private let height: Int
  private var bytes: [UInt8]
  /// 1 as long as all pictures are 8-bit grey, else 3.
  private var channels = 1
  private var pixelSizes: Set<SIMD2<Double>?> = []

  /// Creates an empty sheet.
  ///
  /// - Precondition: It has pixels.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a sheet has pixels")
    self.width = width
    self.height = height
    bytes = []
  }

  /// Puts a picture on the sheet.
  ///
  /// - Precondition: It lies on the sheet.
  public mutating func add(_ tile: Raster.Tile) {
    let raster = tile.raster
    precondition(
      tile.origin.x >= 0 && tile.origin.y >= 0 && tile.origin.x + raster.width <= width
        && tile.origin.y + raster.height <= height, "the tile lies on the sheet")
    pixelSizes.insert(raster.pixelSize)
    let source = samples(of: raster)
    let length = raster.width * channels
    for row in 0..<raster.height {
      let start = ((tile.origin.y + row) * width + tile.origin.x) * channels
      bytes.replaceSubrange(
        start..<start + length, with: source[row * length..<(row + 1) * length])
    }
  }

  /// The samples of a picture as the sheet has them, which becomes a coloured one where it has to.
  private mutating func samples(of raster: Raster) -> [UInt8] {
    if case .gray8(let grey) = raster.samples, channels == 1 {
      if bytes.isEmpty { bytes = blank }
      return grey
    }
    if channels == 1 { becomeColored() }
    return raster.colorBytes
  }

  private mutating func becomeColored() {
    let grey = bytes
    channels = 3
    bytes = blank
    for (n, value) in grey.enumerated() where value != 0 {
      for channel in 0..<3 { bytes[3 * n + channel] = value }
    }
  }

  private var blank: [UInt8] { [UInt8](repeating: 0, count: width * height * channels) }

  /// The sheet: in 8-bit grey if all pictures are, else in colour.
  public var raster: Raster {
    let bytes = bytes.isEmpty ? blank : bytes
    return Raster(
      width: width, height: height, samples: channels == 1 ? .gray8(bytes) : .rgb8(bytes),
      pixelSize: pixelSizes.count == 1 ? pixelSizes.first ?? nil : nil)
  }
}
