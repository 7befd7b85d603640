import Reslicing
import VolumeModel
import WorkScheduling

/// Planes laid out on one image.
public struct Sheet: Sendable {
  /// A plane and where its upper left pixel stands.
  public struct Place: Sendable {
    /// The plane.
    public let item: PlaneItem
    /// Column and row of its upper left pixel.
    public let origin: SIMD2<Int>
  }

  /// `montage` or `panels`: names of files begin with it.
  public let kind: String
  /// The planes, in order.
  public let places: [Place]
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Whether lines show where the planes cross each other.
  let showsCrossing: Bool

  /// The most pixels along a side of a sheet whose size nobody asked for.
  public static var defaultSide: Int { 4096 }
  private static let gap = 4

  /// Creates a contact sheet: rows from the left, from the top.
  ///
  /// - Throws: ``RequestError`` if there are more planes than places, `ReslicingError` for too many
  ///   pixels.
  init(montage: SIMD2<Int>, items: [PlaneItem], size: SIMD2<Int>, limits: WorkLimits) throws {
    guard items.count <= montage.x * montage.y else {
      let rows = (items.count + montage.x - 1) / montage.x
      throw RequestError(
        .contradiction, field: "sheet.montage",
        sentence:
          "`sheet.montage` \(montage.x)x\(montage.y) has no room for \(items.count) planes; "
          + "\(montage.x)x\(rows) has, or leave `planes.every` out")
    }
    let extent = Self.extent(of: montage, size: size)
    try Self.check(extent, limits: limits)
    let step = size &+ SIMD2(repeating: Self.gap)
    kind = "montage"
    places = items.enumerated().map { number, item in
      let (row, column) = number.quotientAndRemainder(dividingBy: montage.x)
      return Place(item: item, origin: step &* SIMD2(column, row))
    }
    width = extent.x
    height = extent.y
    showsCrossing = false
  }

  /// The pixels of a contact sheet whose images have a size.
  static func extent(of montage: SIMD2<Int>, size: SIMD2<Int>) -> SIMD2<Int> {
    (size &+ SIMD2(repeating: gap)) &* montage &- SIMD2(repeating: gap)
  }

  /// Creates a sheet of an axial, a coronal and a sagittal plane: axial above coronal, so that left
  /// and right agree, and sagittal beside coronal, so that the heights agree.
  ///
  /// - Throws: `ReslicingError` for too many pixels.
  init(panels items: [PlaneItem], limits: WorkLimits) throws {
    let sizes = items.map(\.size)
    let left = max(sizes[0].x, sizes[1].x) + Self.gap
    let top = sizes[0].y + Self.gap
    let extent = SIMD2(left + sizes[2].x, top + max(sizes[1].y, sizes[2].y))
    try Self.check(extent, limits: limits)
    kind = "panels"
    places = [
      Place(item: items[0], origin: .zero), Place(item: items[1], origin: SIMD2(0, top)),
      Place(item: items[2], origin: SIMD2(left, top)),
    ]
    width = extent.x
    height = extent.y
    showsCrossing = true
  }

  private static func check(
    _ extent: SIMD2<Int>, limits: WorkLimits
  ) throws(ReslicingError) {
    let pixels = Double(extent.x) * Double(extent.y)
    guard pixels <= Double(limits.imagePixels) else {
      throw .tooManyPixels(pixels, limit: limits.imagePixels)
    }
  }
}

extension PlaneItem {
  /// Columns and rows of a plane in the patient.
  fileprivate var size: SIMD2<Int> {
    guard case .plane(let plane) = source else { preconditionFailure("panels are planes") }
    return SIMD2(plane.width, plane.height)
  }
}
