public import Faults

/// A request for images by rays that makes no sense, whatever the volume.
public struct RayRequestError: Fault, Hashable {
  /// What is wrong with a field.
  public enum Reason: Hashable, Sendable {
    /// The field and another one say the same in two ways; which other one.
    case contradicts(String)
    /// The field means something only where another one has a value; which and what value.
    case belongs(to: String, value: String)
    /// The field cannot be asked for where another one has a value; which and what value.
    case excluded(by: String, value: String)
    /// A number is NaN or infinite.
    case notFinite
    /// A number must be above 0.
    case notPositive(Double)
    /// A number lies outside of what it may be.
    case outside(Double, ClosedRange<Double>)
    /// A number is not below a limit.
    case notBelow(Double, limit: Double)
    /// A direction is the null vector.
    case noDirection
    /// Pairs of numbers must grow.
    case notGrowing
    /// A list must have a number of numbers; that, and how many there are.
    case notCount(Int, Int)
    /// A slab ends before it begins.
    case slabEnds(at: Double, before: Double)
  }

  /// What is wrong.
  public let reason: Reason

  /// The field, as the request's JSON has it: `camera.fovAngle`.
  public let field: String

  /// Creates an error.
  public init(_ reason: Reason, field: String) {
    self.reason = reason
    self.field = field
  }

  /// `bad-request`.
  public var code: FaultCode { "bad-request" }

  /// Always the caller's.
  public var kind: FaultKind { .wrongRequest }

  /// The field.
  public var place: FaultPlace { FaultPlace(field: field) }

  /// One line for people, with fields by their names in JSON.
  public var description: String { sentence { $0 } }

  /// One line for people.
  ///
  /// - Parameter name: What a face calls a field: `camera.fovAngle` may be `--fov-angle`.
  public func sentence(naming name: (String) -> String) -> String {
    let field = name(field)
    switch reason {
    case .contradicts(let other): return "\(field) and \(name(other)) contradict each other; give one"
    case .belongs(let other, let value): return "\(field) belongs to \(name(other)) \(value)"
    case .excluded(let other, let value): return "\(field) cannot be had with \(name(other)) \(value)"
    case .notFinite: return "\(field) is not a finite number"
    case .notPositive(let number): return "\(field) \(number.displayText) is not above 0"
    case .outside(let number, let range):
      return "\(field) \(number.displayText) is not between \(range.lowerBound.displayText) and "
        + range.upperBound.displayText
    case .notBelow(let number, let limit):
      return "\(field) \(number.displayText) is not below \(limit.displayText)"
    case .noDirection: return "\(field) 0,0,0 is no direction"
    case .notCount(let wanted, let given): return "\(field) has \(given) numbers, not \(wanted)"
    case .slabEnds(let end, let begin):
      return "the slab ends at \(end) mm, before it begins at \(begin) mm"
    case .notGrowing: return "\(field) has a pair of numbers that does not grow"
    }
  }
}
