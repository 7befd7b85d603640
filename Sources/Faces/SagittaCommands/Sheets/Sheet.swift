import Sagitta

/// Planes laid out on one picture.
struct Sheet {
  /// A plane and where its upper left pixel stands.
  struct Place {
    let item: PlaneItem
    let origin: SIMD2<Int>
  }

  /// `montage` or `panels`: the beginning of file names in folders.
  let kind: String
  let places: [Place]
  let width: Int
  let height: Int
  /// Whether lines show where the planes cross each other.
  private(set) var showsCrossing = false

  /// The most pixels along a side of a sheet whose size nobody asked for.
  static let usualSide = 4096
  private static let gap = 4

  /// A contact sheet: rows from the left, from the top.
  ///
  /// - Throws: ``UsageError`` if there are more planes than places.
  init(montage: PictureSizeArgument, _ items: [PlaneItem], size: SIMD2<Int>) throws {
    guard items.count <= montage.width * montage.height else {
      let rows = (items.count + montage.width - 1) / montage.width
      throw UsageError(
        "--montage \(montage.width)x\(montage.height) has no room for \(items.count) planes; "
          + "write \(montage.width)x\(rows), or leave --every out")
    }
    let extent = Self.extent(of: montage, size)
    try Self.check(extent)
    let step = size &+ SIMD2(repeating: Self.gap)
    kind = "montage"
    places = items.enumerated().map { n, item in
      let (row, column) = n.quotientAndRemainder(dividingBy: montage.width)
      return Place(item: item, origin: step &* SIMD2(column, row))
    }
    (width, height) = (extent.x, extent.y)
  }

  /// The pixels of a contact sheet whose pictures have a size.
  static func extent(of montage: PictureSizeArgument, _ size: SIMD2<Int>) -> SIMD2<Int> {
    (size &+ SIMD2(repeating: gap)) &* SIMD2(montage.width, montage.height)
      &- SIMD2(repeating: gap)
  }

  /// Axial above coronal, so that left and right agree, and sagittal beside coronal, so that
  /// the heights agree.
  init(panels items: [PlaneItem]) throws {
    let sizes = items.map(\.size)
    let left = max(sizes[0].x, sizes[1].x) + Self.gap
    let top = sizes[0].y + Self.gap
    let extent = SIMD2(left + sizes[2].x, top + max(sizes[1].y, sizes[2].y))
    try Self.check(extent)
    kind = "panels"
    places = [
      Place(item: items[0], origin: .zero), Place(item: items[1], origin: SIMD2(0, top)),
      Place(item: items[2], origin: SIMD2(left, top)),
    ]
    (width, height) = (extent.x, extent.y)
    showsCrossing = true
  }

  private static func check(_ extent: SIMD2<Int>) throws {
    let pixels = Double(extent.x) * Double(extent.y)
    let limit = WorkLimits().imagePixels
    guard pixels <= Double(limit) else {
      throw ReslicingError.tooManyPixels(pixels, limit: limit)
    }
  }
}

extension PlaneItem {
  /// Columns and rows of a plane.
  fileprivate var size: SIMD2<Int> {
    guard case .plane(let plane) = source else { preconditionFailure("panels are planes") }
    return SIMD2(plane.width, plane.height)
  }
}
