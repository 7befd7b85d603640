import DICOMModel
public import SeriesLoading

/// An axis of phases.
public struct PhaseAxisJSON: Encodable, Hashable, Sendable {
  /// The attribute that tells the phases apart, `(0018,0081)`.
  public let tag: String
  /// Its name.
  public let name: String
  /// Its values, in the order of phases.
  public let values: [Value]
  /// Directions that belong to the values, of diffusion weightings.
  public let directions: [[Double]?]?
  /// The frame of the directions: `patient` is LPS.
  public let directionFrame: String?

  /// A number or a text.
  public struct Value: Encodable, Hashable, Sendable {
    /// The value.
    public let value: PhaseAxis.Value

    /// Writes the number or text alone.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch value {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      }
    }
  }

  /// Tells of an axis.
  public init(_ axis: PhaseAxis) {
    tag = axis.tag.description
    name = axis.name
    values = axis.values.map { Value(value: $0) }
    directions = axis.directions
    directionFrame = axis.directionFrame
  }
}
