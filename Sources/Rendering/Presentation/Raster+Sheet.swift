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
    var canvas = SheetCanvas(width: width, height: height)
    for tile in tiles { canvas.add(tile) }
    self = canvas.raster
  }
}
