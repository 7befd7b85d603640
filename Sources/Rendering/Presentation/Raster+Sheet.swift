public import VolumeModel

extension Raster {
  /// A picture and where its upper left pixel stands on a sheet.
  public struct Tile: Hashable, Sendable {
    /// The picture.
    public var raster: Raster
    /// Column and row of its upper left pixel on the sheet.
    public var origin: SIMD2<Int>

    /// Creates a tile.
    public init(_ raster: Raster, at origin: SIMD2<Int>) {
      self.raster = raster
      self.origin = origin
    }
  }

  /// Creates a sheet with pictures on black ground; in 8-bit grey if all are, else in colour.
  ///
  /// - Precondition: The sheet has pixels, and every tile lies on it.
  public init(tiles: [Tile], width: Int, height: Int) {
    let isGrey = tiles.allSatisfy { if case .gray8 = $0.raster.samples { true } else { false } }
    let channels = isGrey ? 1 : 3
    var bytes = [UInt8](repeating: 0, count: width * height * channels)
    for tile in tiles {
      let size = (tile.raster.width, tile.raster.height)
      precondition(
        tile.origin.x >= 0 && tile.origin.y >= 0 && tile.origin.x + size.0 <= width
          && tile.origin.y + size.1 <= height, "the tile lies on the sheet")
      let source = isGrey ? tile.raster.greyBytes : tile.raster.colorBytes
      let length = size.0 * channels
      for row in 0..<size.1 {
        let start = ((tile.origin.y + row) * width + tile.origin.x) * channels
        bytes.replaceSubrange(
          start..<start + length, with: source[row * length..<(row + 1) * length])
      }
    }
    let pixel = Set(tiles.map(\.raster.pixelSize))
    self.init(
      width: width, height: height, samples: isGrey ? .gray8(bytes) : .rgb8(bytes),
      pixelSize: pixel.count == 1 ? tiles.first?.raster.pixelSize : nil)
  }

  private var greyBytes: [UInt8] {
    if case .gray8(let bytes) = samples { return bytes }
    return []
  }
}
