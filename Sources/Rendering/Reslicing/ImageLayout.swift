package import WorkScheduling

/// How many pixels a picture has and how large they are, as far as the user decides.
///
/// What is not given follows from the extent of the volume along the picture's sides, seen
/// from its centre:
///
/// | given | pixel | width and height |
/// |---|---|---|
/// | nothing | finest voxel spacing | the whole volume |
/// | pixel | as given | the whole volume |
/// | field of view | finest voxel spacing | a square of that many mm |
/// | pixel, field of view | as given | a square of that many mm |
/// | size | smallest that shows the whole volume | as given |
/// | size, field of view | the longer side shows the field | as given |
/// | size, pixel | as given | as given |
///
/// Pixels are square. `ceil(millimetres / pixel − 1e-6)` pixels cover a length: an extent
/// that is a whole number of pixels but for rounding gets that number.
public struct ImageLayout: Codable, Hashable, Sendable {
  /// Width and height in pixels.
  public struct Size: Hashable, Sendable {
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int

    /// Creates a size, which is checked when a plane is laid out.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The number of pixels; nil lets it follow.
  public var size: Size?
  /// The distance of pixel centres in mm; nil lets it follow.
  public var pixel: Double?
  /// The side of the shown square in mm; nil lets it follow.
  public var fieldOfView: Double?

  private enum CodingKeys: String, CodingKey {
    case size, pixel
    case fieldOfView = "fov"
  }

  /// Creates a layout; what is not given follows from the volume.
  public init(size: Size? = nil, pixel: Double? = nil, fieldOfView: Double? = nil) {
    self.size = size
    self.pixel = pixel
    self.fieldOfView = fieldOfView
  }

  /// Returns how many steps cover `extent`: `ceil(extent / step − 1e-6)`, at least 1.
  static func steps(_ step: Double, covering extent: Double) -> Double {
    max(1, (extent / step - 1e-6).rounded(.up))
  }

  /// Returns size and pixel for a picture that shows `extent` mm along right and down.
  package func resolved(
    extent: SIMD2<Double>, finestSpacing: Double, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> (size: Size, pixel: Double) {
    try checkNumbers(limits)
    if let size {
      let field = fieldOfView.map { $0 / Double(max(size.width, size.height)) }
      let whole = max(extent.x / Double(size.width), extent.y / Double(size.height))
      return (size, pixel ?? field ?? whole)
    }
    let pixel = pixel ?? finestSpacing
    let shown = fieldOfView.map { SIMD2($0, $0) } ?? extent
    let width = Self.steps(pixel, covering: shown.x)
    let height = Self.steps(pixel, covering: shown.y)
    try ReslicingError.check(width * height, limit: limits.imagePixels)
    return (Size(width: Int(width), height: Int(height)), pixel)
  }

  private func checkNumbers(_ limits: WorkLimits) throws(ReslicingError) {
    if size != nil, pixel != nil, fieldOfView != nil { throw .overdeterminedLayout }
    try Self.check(pixel, name: "pixel size")
    try Self.check(fieldOfView, name: "field of view")
    guard let size else { return }
    try Self.check(Double(size.width), name: "width")
    try Self.check(Double(size.height), name: "height")
    let pixels = Double(size.width) * Double(size.height)
    try ReslicingError.check(pixels, limit: limits.imagePixels)
  }

  /// Throws unless `value` is nil or a finite number above 0.
  static func check(_ value: Double?, name: String) throws(ReslicingError) {
    guard let value else { return }
    guard value.isFinite else { throw .notFinite(name) }
    guard value > 0 else { throw .notPositive(name, value) }
  }
}
