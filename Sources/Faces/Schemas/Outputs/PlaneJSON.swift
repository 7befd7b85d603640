import Geometry
public import VolumeModel

/// Where the pixels of a picture lie.
public struct PlaneJSON: Encodable, Hashable, Sendable {
  /// The direction of a row, LPS.
  public let right: [Double]
  /// The direction of a column, LPS.
  public let down: [Double]
  /// The centre of the picture in LPS mm.
  public let center: [Double]
  /// Millimetres between pixels; stored slices may have a width and a height.
  public let pixel: Pixel
  /// Columns and rows.
  public let size: [Int]
  /// Pixel (column, row, mm away from the viewer) → LPS mm, 4×4, row-major.
  public let affine: [Double]
  /// What the affine maps, in words.
  public let coordinates = "LPS mm, pixel centres"

  /// One number for square pixels, width and height otherwise.
  public enum Pixel: Encodable, Hashable, Sendable {
    /// The side in mm.
    case square(Double)
    /// Width and height in mm.
    case rectangle(width: Double, height: Double)

    init(_ geometry: PlaneGeometry) {
      self =
        geometry.pixelWidth == geometry.pixelHeight
        ? .square(geometry.pixelWidth)
        : .rectangle(width: geometry.pixelWidth, height: geometry.pixelHeight)
    }

    /// Writes one number or two.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .square(let side): try container.encode(side)
      case .rectangle(let width, let height): try container.encode([width, height])
      }
    }
  }

  /// Tells of a plane.
  public init(_ geometry: PlaneGeometry) {
    right = geometry.right.components.list
    down = geometry.down.components.list
    center = geometry.center.coordinates.list
    pixel = Pixel(geometry)
    size = [geometry.width, geometry.height]
    affine = geometry.pixelToPatient.rowMajor
  }
}

extension SIMD3<Double> {
  /// The numbers in order.
  var list: [Double] { [x, y, z] }
}
