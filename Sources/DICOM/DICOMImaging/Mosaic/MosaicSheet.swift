import DICOMModel
import Geometry
public import PixelCoding

/// One image whose tiles are the slices of a volume: a sheet of MR, as some makers store a time
/// point.
///
/// How many tiles there are and where they lie stands in private elements of the maker.
public struct MosaicSheet: Hashable, Sendable {
  /// How many tiles hold a slice; the last ones of the sheet may be empty.
  public let tileCount: Int
  /// Tiles in a row of the sheet.
  public let tilesPerRow: Int
  /// How a tile is stored.
  public let tileFormat: PixelFormat
  /// Whether the file says in which direction the tiles follow each other; otherwise they
  /// follow the normal.
  public let statesDirection: Bool
  private let places: Places

  /// Where the tiles lie.
  enum Places: Hashable, Sendable {
    /// One after the other, this far apart; a header may promise more of them than there are bytes.
    case line(first: ImagePlane, step: PatientVector)
    /// Each for itself.
    case listed([ImagePlane])
  }

  /// Why a mosaic cannot be taken apart.
  public enum Problem: Error, Hashable, Sendable {
    /// The number of tiles is unknown or does not divide the sheet.
    case tiles(String)
    /// The sheet has no usable place.
    case plane(ImagePlaneReading)
  }

  /// Puts a sheet together; listed places are as many as tiles.
  init(_ layout: TileLayout, count: Int, at places: Places, statesDirection: Bool) {
    tileCount = count
    tilesPerRow = layout.columns
    tileFormat = layout.format
    self.places = places
    self.statesDirection = statesDirection
  }

  /// What the tiles of an image of one frame are, or why they cannot be had; nil if the image is
  /// a slice and no sheet.
  static func reading(
    _ dataSet: DataSet, frame: FrameHeader, sheet: PixelFormat
  ) -> Result<MosaicSheet, Problem>? {
    do throws(Problem) {
      if frame.imageType.contains(UnitedImagingSheet.word) {
        return try UnitedImagingSheet(dataSet)?.sheet(frame.plane, sheet: sheet).map {
          .success($0)
        }
      }
      guard frame.imageType.contains(SiemensMosaic.word) else { return nil }
      return try SiemensMosaic(dataSet).sheet(frame.plane, sheet: sheet).map { .success($0) }
    } catch {
      return .failure(error)
    }
  }

  /// Where a tile lies, counted from 0.
  public func plane(ofTile tile: Int) -> ImagePlane {
    switch places {
    case .line(let first, let step): first.moved(by: step * Double(tile))
    case .listed(let planes): planes[tile]
    }
  }

  /// The column and row of a tile's first pixel in the sheet.
  public func origin(ofTile tile: Int) -> (column: Int, row: Int) {
    let (row, column) = tile.quotientAndRemainder(dividingBy: tilesPerRow)
    return (column * tileFormat.columns, row * tileFormat.rows)
  }
}

/// How the tiles of a sheet lie beside each other.
struct TileLayout {
  /// Tiles in a row.
  let columns: Int
  /// Rows of tiles.
  let rows: Int
  /// How a tile is stored.
  let format: PixelFormat

  /// Divides a sheet; throws if the tiles do not divide it.
  init(columns: Int, rows: Int, of sheet: PixelFormat) throws(MosaicSheet.Problem) {
    self.columns = columns
    self.rows = rows
    // No sheet has more tiles than pixels.
    guard columns <= sheet.columns, rows <= sheet.rows, sheet.columns % columns == 0,
      sheet.rows % rows == 0
    else {
      throw .tiles(
        "\(columns) × \(rows) tiles do not divide \(sheet.columns)×\(sheet.rows) pixels")
    }
    do throws(PixelCodingError) {
      format = try sheet.resized(columns: sheet.columns / columns, rows: sheet.rows / rows)
    } catch {
      throw .tiles(error.description)
    }
  }

  /// Tiles in a row of the smallest square that holds so many.
  static func side(of count: Int) -> Int { Int(Double(count).squareRoot().rounded(.up)) }
}

extension PixelFormat {
  /// The same samples in another number.
  public func resized(columns: Int, rows: Int) throws(PixelCodingError) -> PixelFormat {
    try PixelFormat(
      columns: columns, rows: rows, samplesPerPixel: samplesPerPixel,
      bitsAllocated: bitsAllocated, bitsStored: bitsStored, highBit: highBit,
      isSigned: isSigned)
  }
}
