import Presentation
import Reslicing
import StoredImages
import VolumeModel
import WorkScheduling

/// Frames side by side on one image: places of one size, from the upper left.
struct FrameSheet: Sendable {
  /// The frames shown.
  let items: [FrameItem]
  /// How many pixels of a frame, along each side, become one.
  let factor: Int

  private let columns: Int
  private static let gap = 4

  /// The most pixels along a side of a sheet, which frames are reduced to fit.
  static let longestSide = 4096

  /// Chooses frames, spread evenly from first to last, and how much they are reduced.
  ///
  /// - Parameters:
  ///   - places: Columns and rows of the sheet.
  ///   - all: The frames to choose from.
  /// - Precondition: There are places and frames.
  init(places: SIMD2<Int>, of all: [FrameItem]) {
    let shown = min(all.count, places.x * places.y)
    // Whole numbers only: the k-th of n is round(k·(count−1)/(n−1)), half up.
    items =
      shown == 1
      ? [all[all.count / 2]]
      : (0..<shown).map { all[(2 * $0 * (all.count - 1) + shown - 1) / (2 * (shown - 1))] }
    columns = places.x
    let width = (items.map(\.image.header.columns).max() ?? 1) * places.x
    let height = (items.map(\.image.header.rows).max() ?? 1) * places.y
    factor = max(1, (max(width, height) + Self.longestSide - 1) / Self.longestSide)
  }

  /// Returns the sheet of the frames' images.
  ///
  /// - Parameters:
  ///   - images: Those of ``items``, in their order.
  ///   - limits: How many pixels an image may have.
  /// - Returns: The sheet.
  /// - Throws: `ReslicingError` for more pixels than an image may have.
  func image(of images: [Raster], limits: WorkLimits) throws(ReslicingError) -> Raster {
    let size = SIMD2(images.map(\.width).max() ?? 1, images.map(\.height).max() ?? 1)
    let rows = (images.count + columns - 1) / columns
    let across = min(columns, images.count)
    let extent = (size &+ Self.gap) &* SIMD2(across, rows) &- Self.gap
    guard extent.x * extent.y <= limits.imagePixels else {
      throw .tooManyPixels(Double(extent.x) * Double(extent.y), limit: limits.imagePixels)
    }
    let tiles = images.enumerated().map { n, raster in
      let (row, column) = n.quotientAndRemainder(dividingBy: columns)
      return Raster.Tile(raster, at: (size &+ Self.gap) &* SIMD2(column, row))
    }
    return Raster(tiles: tiles, width: extent.x, height: extent.y)
  }
}
