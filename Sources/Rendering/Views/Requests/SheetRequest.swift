/// Several planes on one image.
public enum SheetRequest: Hashable, Sendable {
  /// A contact sheet of so many columns and rows; planes that nobody chose are spread evenly from
  /// first to last.
  case montage(columns: Int, rows: Int)
  /// The three patient planes through one place, each at the same scale.
  case panels

  /// The most images on a sheet.
  public static var maximumTiles: Int { 10_000 }

  func validate() throws(RequestError) {
    guard case .montage(let columns, let rows) = self else { return }
    guard columns > 0, rows > 0 else {
      throw RequestError(
        .outOfRange, field: "sheet.montage", sentence: "`sheet.montage` has columns and rows")
    }
    guard columns <= Self.maximumTiles / rows else {
      throw RequestError(
        .overLimit, field: "sheet.montage",
        sentence: "`sheet.montage` has more than \(Self.maximumTiles) places")
    }
  }
}

extension SheetRequest: Codable {
  private enum CodingKeys: CodingKey {
    case montage, panels
  }

  /// Reads `{"montage": [columns, rows]}` or `{"panels": true}`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let places: SIMD2<Int>? = try fields.value(.montage)
    let panels = try fields.value(.panels, default: false)
    guard (places != nil) != panels else {
      throw RequestError(
        .contradiction, field: "sheet",
        sentence: "`sheet.montage` and `sheet.panels` are different sheets; give one")
    }
    self = places.map { .montage(columns: $0.x, rows: $0.y) } ?? .panels
  }

  /// Writes `{"montage": [columns, rows]}` or `{"panels": true}`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .montage(let columns, let rows):
      try fields.encode(SIMD2(columns, rows), forKey: .montage)
    case .panels: try fields.encode(true, forKey: .panels)
    }
  }
}
