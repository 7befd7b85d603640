import DICOMModel
import Geometry
import PixelCoding

/// A Siemens mosaic: a square of tiles.
///
/// Image Position (Patient) is that of the sheet's first pixel, as if the whole sheet were one
/// slice around the volume's axis; the tiles' own place follows from it.
struct SiemensMosaic {
  /// The word in Image Type.
  static let word = "MOSAIC"

  /// Acquisition Matrix, VR US: samples along frequency and phase, in rows or columns.
  private static let acquisitionMatrix = Tag(0x0018, 0x1310)

  private let dataSet: DataSet
  private let csa: CSAHeader?

  init(_ dataSet: DataSet) {
    self.dataSet = dataSet
    csa = CSAHeader(dataSet)
  }

  /// The sheet; nil if the image was taken apart already and only the word is left.
  func sheet(
    _ plane: ImagePlaneReading, sheet: PixelFormat
  ) throws(MosaicSheet.Problem) -> MosaicSheet? {
    let count = tileCount
    let side = count.map(TileLayout.side) ?? 2
    if count == 1 || isTooSmall(sheet, side: side) { return nil }
    guard let count else { throw .tiles("the number of tiles is not known") }
    let layout = try TileLayout(columns: side, rows: side, of: sheet)
    guard case .plane(let whole) = plane else { throw .plane(plane) }
    guard let spacing = dataSet.double(.spacingBetweenSlices), spacing.isFinite, spacing > 0
    else { throw .plane(.missing("Spacing Between Slices")) }
    let right = whole.columnSpacing * Double(sheet.columns - layout.format.columns) / 2
    let down = whole.rowSpacing * Double(sheet.rows - layout.format.rows) / 2
    let first = whole.moved(by: whole.rowDirection * right + whole.columnDirection * down)
    let along = csa?.sliceNormal.map { whole.normal.dot($0) }
    let statesDirection = along.map { abs($0) > 0.5 } ?? false
    let step = whole.normal * (statesDirection && (along ?? 1) < 0 ? -spacing : spacing)
    return MosaicSheet(
      layout, count: count, at: .line(first: first, step: step),
      statesDirection: statesDirection)
  }

  /// The count in (0019,xx0A) of `SIEMENS MR HEADER` or in a CSA header; nil if nobody says it.
  private var tileCount: Int? {
    let stated = dataSet.privateBlock(0x0019, creator: "SIEMENS MR HEADER").flatMap {
      dataSet.integer($0.tag(0x0A), as: .us)
    }
    return (stated ?? csa?.tileCount).flatMap { $0 > 0 ? $0 : nil }
  }

  /// Whether tiles of the image would have fewer samples than were acquired of a slice: then it
  /// is no sheet.
  ///
  /// A quarter is left for scans that are stored smaller than they were acquired.
  private func isTooSmall(_ sheet: PixelFormat, side: Int) -> Bool {
    guard let acquired = dataSet.integers(Self.acquisitionMatrix)?.max(), acquired > 0 else {
      return false
    }
    return max(sheet.columns, sheet.rows) / side * 4 < acquired * 3
  }
}
