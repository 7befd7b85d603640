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
  /// Crop box, clip planes and slab leave nothing of the volume.
  case nothingLeft
  /// A slab ends before it begins.
  case slabEndsBeforeBegin(from: Double, to: Double)

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
    case .nothingLeft:
      "crop box, clip planes and slab leave nothing of the volume"
    case .slabEndsBeforeBegin(let from, let to):
      "the slab ends at \(to) mm, before it begins at \(from) mm"
    }
  }
}
