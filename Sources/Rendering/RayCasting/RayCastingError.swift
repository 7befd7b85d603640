/// A request for a picture that cannot be met; always the caller's arguments.
public enum RayCastingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A number must be finite and above 0; the name says which.
  case notPositive(String, Double)
  /// A number is NaN or infinite; the name says which.
  case notFinite(String)
  /// A picture would have more rays than are allowed.
  case tooManyPixels(Double, limit: Int)
  /// A ray would have more samples than are allowed.
  case tooManySamples(Double, limit: Int)
  /// More clip planes than are allowed.
  case tooManyClipPlanes(Int, limit: Int)
  /// A volume names more labels than can be told apart.
  case tooManyLabels(Int, limit: Int)
  /// Memory for a picture has not three bytes for each pixel.
  case unfitTarget(needed: Int, available: Int)
  /// Crop box, clip planes and slab leave nothing of the volume.
  case nothingLeft

  /// One line for people.
  public var description: String {
    switch self {
    case .notPositive(let name, let value):
      "the \(name) must be a finite number above 0, not \(value)"
    case .notFinite(let name): "the \(name) is not a finite number"
    case .tooManyPixels(let count, let limit):
      "a picture of \(count) pixels exceeds the limit of \(limit); make it smaller"
    case .tooManySamples(let count, let limit):
      "\(count.rounded()) samples on a ray exceed the limit of \(limit); "
        + "take a longer step"
    case .tooManyClipPlanes(let count, let limit):
      "\(count) clip planes exceed the limit of \(limit)"
    case .tooManyLabels(let count, let limit):
      "\(count) labels exceed the limit of \(limit)"
    case .unfitTarget(let needed, let available):
      "a picture of \(needed) bytes does not fit into memory for \(available)"
    case .nothingLeft:
      "crop box, clip planes and slab leave nothing of the volume"
    }
  }
}
