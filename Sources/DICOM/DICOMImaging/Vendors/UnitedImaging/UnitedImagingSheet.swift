import DICOMModel
import PixelCoding

/// A sheet of United Imaging: as many tiles in a row as the root of their number, rounded up, and
/// no more rows than they need.
///
/// (0065,xx51) of `Image Private Header` holds an item for each tile with its own Image Position
/// (Patient) and times, (0065,xx50) the number of tiles. The sheet itself has no position.
struct UnitedImagingSheet {
  /// The word in Image Type.
  static let word = "VFRAME"

  /// What the file says of each tile; none if it is not said.
  let tiles: [DataSet]
  private let dataSet: DataSet
  private let statedCount: Int?

  /// Looks for the tiles; nil if the image has a position and no tiles, so that it is a slice.
  init?(_ dataSet: DataSet) {
    self.dataSet = dataSet
    let group = dataSet.elements(from: Tag(0x0065, 0x1000), through: Tag(0x0065, 0xFFFF))
    // The items prove themselves by their positions, with or without a private creator.
    let list = group.first { element in
      element.tag.element & 0xFF == 0x51
        && dataSet.item(element.tag)?.contains(.imagePositionPatient) == true
    }
    guard list != nil || !dataSet.contains(.imagePositionPatient) else { return nil }
    tiles = list.flatMap { dataSet.items($0.tag) } ?? []
    let counter = list.map { Tag(rawValue: $0.tag.rawValue - 1) }
    statedCount = counter.flatMap { dataSet.integer($0, as: .ds) }
  }

  /// What all tiles share, as far as it stands with the first.
  var attributes: FrameAttributes {
    FrameAttributes(frame: Array(tiles.prefix(1)), shared: [], dataSet: dataSet)
  }

  func sheet(
    _ plane: ImagePlaneReading, sheet: PixelFormat
  ) throws(MosaicSheet.Problem) -> MosaicSheet? {
    guard !tiles.isEmpty else { throw .tiles("the positions of its tiles are not there") }
    guard statedCount ?? tiles.count == tiles.count else {
      throw .tiles("it states \(statedCount ?? 0) tiles, but positions of \(tiles.count)")
    }
    let columns = TileLayout.side(of: tiles.count)
    let rows = (tiles.count + columns - 1) / columns
    let layout = try TileLayout(columns: columns, rows: rows, of: sheet)
    var planes: [ImagePlane] = []
    for tile in tiles {
      let reading = ImagePlaneReading(FrameAttributes(frame: [tile], shared: [], dataSet: dataSet))
      guard case .plane(let plane) = reading else { throw .plane(reading) }
      planes.append(plane)
    }
    return MosaicSheet(
      layout, count: planes.count, at: .listed(planes), statesDirection: true)
  }
}
