import Sagitta

/// Frames side by side on one picture: places of one size, from the upper left.
struct FrameSheet {
  /// The frames shown.
  let items: [FrameItem]
  /// How many pixels of a frame, along each side, become one.
  let factor: Int

  private let columns: Int
  private static let gap = 4

  /// Chooses the frames, spread evenly from first to last, and how much they are reduced.
  init(_ montage: PictureSizeArgument, _ all: [FrameItem]) throws {
    let places = montage.width * montage.height
    let shown = min(all.count, places)
    // Whole numbers only: the k-th of n is round(k·(count−1)/(n−1)), half up.
    items =
      shown == 1
      ? [all[all.count / 2]]
      : (0..<shown).map { all[(2 * $0 * (all.count - 1) + shown - 1) / (2 * (shown - 1))] }
    columns = montage.width
    let width = (items.map(\.image.header.columns).max() ?? 1) * montage.width
    let height = (items.map(\.image.header.rows).max() ?? 1) * montage.height
    factor = max(1, (max(width, height) + Sheet.usualSide - 1) / Sheet.usualSide)
  }

  /// The sheet.
  func raster(_ pictures: [Raster]) throws -> Raster {
    let size = SIMD2(pictures.map(\.width).max() ?? 1, pictures.map(\.height).max() ?? 1)
    let rows = (pictures.count + columns - 1) / columns
    let across = min(columns, pictures.count)
    let extent = (size &+ Self.gap) &* SIMD2(across, rows) &- Self.gap
    let limit = WorkLimits().imagePixels
    guard extent.x * extent.y <= limit else {
      throw ReslicingError.tooManyPixels(Double(extent.x) * Double(extent.y), limit: limit)
    }
    let tiles = pictures.enumerated().map { n, raster in
      let (row, column) = n.quotientAndRemainder(dividingBy: columns)
      return Raster.Tile(raster, at: (size &+ Self.gap) &* SIMD2(column, row))
    }
    return Raster(tiles: tiles, width: extent.x, height: extent.y)
  }
}
