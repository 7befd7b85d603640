/// How a finished picture is scaled, which part of it is shown, and whether it is turned round.
public struct Viewport: Hashable, Sendable {
  /// The most pixels of a row.
  public let width: Int
  /// The most pixels of a column.
  public let height: Int
  /// The left side of the part that is shown, in pixels of the natural picture.
  public var left = 0.0
  /// Its upper side.
  public var top = 0.0
  /// How many pixels wide it is; nil reaches to the right side.
  public var partWidth: Double?
  /// How many pixels high it is; nil reaches to the lower side.
  public var partHeight: Double?
  /// Whether left and right change places.
  public var isFlippedAcross = false
  /// Whether top and bottom change places.
  public var isFlippedDown = false

  /// Whether all of the natural picture is shown.
  public var showsAll: Bool { left == 0 && top == 0 && partWidth == nil && partHeight == nil }

  /// A size with nothing but it.
  ///
  /// - Parameters:
  ///   - width: The most pixels of a row, above 0.
  ///   - height: The most pixels of a column, above 0.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
