import Geometry
public import Reslicing

/// A picture along a curve: row n has its middle at `centers[n]` and runs along `rights[n]`.
public struct CurveJSON: Encodable, Hashable, Sendable {
  /// `straightened`, `stretched` or `cross-sections`.
  public let mode: String
  /// Millimetres between pixels and between rows.
  public let pixel: Double
  /// Columns and rows.
  public let size: [Int]
  /// The middle of each row in LPS mm.
  public let centers: [[Double]]
  /// The direction of each row, LPS.
  public let rights: [[Double]]
  /// Millimetres along the curve from its beginning to each row.
  public let arcLengths: [Double]

  /// Tells of a picture.
  public init(_ picture: CurvedReformation) {
    mode = picture.mode.rawValue
    pixel = picture.pixel
    size = [picture.width, picture.height]
    centers = picture.rows.map { $0.center.coordinates.list }
    rights = picture.rows.map { $0.right.components.list }
    arcLengths = picture.rows.map(\.arcLength)
  }
}
