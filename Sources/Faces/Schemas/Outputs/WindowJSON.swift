public import VolumeModel

/// A display window, in the unit of values.
public struct WindowJSON: Encodable, Hashable, Sendable {
  /// The centre.
  public let center: Double
  /// The width.
  public let width: Double
  /// `linear`, `linear-exact` or `sigmoid`.
  public let function: String

  /// Tells of a window.
  public init(_ window: DisplayWindow) {
    center = window.center
    width = window.width
    function = window.function.rawValue
  }
}
