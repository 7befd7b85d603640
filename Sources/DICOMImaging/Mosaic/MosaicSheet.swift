import DICOMModel
public import Geometry
public import PixelCoding

/// A Siemens mosaic: one image whose tiles are the slices of a volume.
///
/// Image Position (Patient) is that of the sheet's first pixel, as if the whole sheet were one
/// slice around the volume's axis; the tiles' own place follows from it.
public struct MosaicSheet: Hashable, Sendable {
  /// How many tiles hold a slice; the last ones of the sheet may be empty.
  public let tileCount: Int
  /// Tiles in a row of the sheet and rows of tiles: the smallest square that holds them.
  public let tilesPerSide: Int
  /// How a tile is stored.
  public let tileFormat: PixelFormat
  /// Where the first tile lies.
  public let firstPlane: ImagePlane
  /// From a tile to the next, in mm.
  public let step: PatientVector
  /// Whether the file says in which direction the tiles follow each other; otherwise they
  /// follow the normal.
  public let statesDirection: Bool

  /// Why a mosaic cannot be taken apart.
  public enum Problem: Error, Hashable, Sendable {
    /// The number of tiles is unknown or does not divide the sheet.
    case tiles(String)
    /// The sheet has no usable place.
    case plane(ImagePlaneReading)
  }

  /// Reads the layout and place of the tiles.
  ///
  /// The count stands in (0019,100A) of `SIEMENS MR HEADER` or, as the direction, in the CSA
  /// image header (0029,1010) of `SIEMENS CSA HEADER`.
  init(_ dataSet: DataSet, _ plane: ImagePlaneReading, _ sheet: PixelFormat) throws(Problem) {
    let csa = CSAHeader(dataSet)
    tileCount = try Self.tileCount(dataSet, csa)
    // No sheet has more tiles than pixels, so that the root of the count is small.
    guard tileCount <= sheet.pixelCount else { throw .tiles("\(tileCount) tiles do not fit") }
    tilesPerSide = Int(Double(tileCount).squareRoot().rounded(.up))
    guard sheet.columns % tilesPerSide == 0, sheet.rows % tilesPerSide == 0 else {
      throw .tiles(
        "\(tilesPerSide) tiles a side do not divide \(sheet.columns)×\(sheet.rows) pixels")
    }
    do throws(PixelCodingError) {
      tileFormat = try sheet.resized(
        columns: sheet.columns / tilesPerSide, rows: sheet.rows / tilesPerSide)
    } catch {
      throw .tiles(error.description)
    }
    guard case .plane(let whole) = plane else { throw .plane(plane) }
    guard let spacing = dataSet.double(.spacingBetweenSlices), spacing.isFinite, spacing > 0
    else { throw .plane(.missing("Spacing Between Slices")) }
    let right = whole.columnSpacing * Double(sheet.columns - tileFormat.columns) / 2
    let down = whole.rowSpacing * Double(sheet.rows - tileFormat.rows) / 2
    firstPlane = whole.moved(by: whole.rowDirection * right + whole.columnDirection * down)
    let along = csa?.sliceNormal.map { whole.normal.dot($0) }
    statesDirection = along.map { abs($0) > 0.5 } ?? false
    step = whole.normal * (statesDirection && (along ?? 1) < 0 ? -spacing : spacing)
  }

  /// Where a tile lies, counted from 0.
  public func plane(ofTile tile: Int) -> ImagePlane {
    firstPlane.moved(by: step * Double(tile))
  }

  /// The column and row of a tile's first pixel in the sheet.
  public func origin(ofTile tile: Int) -> (column: Int, row: Int) {
    let (row, column) = tile.quotientAndRemainder(dividingBy: tilesPerSide)
    return (column * tileFormat.columns, row * tileFormat.rows)
  }

  private static func tileCount(_ dataSet: DataSet, _ csa: CSAHeader?) throws(Problem) -> Int {
    let stated = dataSet.privateBlock(0x0019, "SIEMENS MR HEADER").flatMap {
      dataSet.integer($0.tag(0x0A), as: .us)
    }
    guard let count = stated ?? csa?.tileCount, count > 0 else {
      throw .tiles("the number of tiles is not known")
    }
    return count
  }
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
