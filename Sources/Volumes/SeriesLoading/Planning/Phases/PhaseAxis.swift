import DICOMImaging
public import DICOMModel
import Geometry

/// An axis along which the phases of a volume differ.
public struct PhaseAxis: Hashable, Sendable {
  /// The attribute that differs; the first one where several combine.
  public let tag: Tag

  /// The attribute's name; several, separated by commas, where not every combination of their
  /// values is there and the axis lists those that are.
  public let name: String

  /// The value of each place along the axis: numbers in the attribute's unit, times of day in
  /// seconds since midnight of the first day.
  ///
  /// Times and echoes ascend; diffusion weightings and other settings are in the order in which
  /// they were acquired, as far as instance numbers and dimension indices tell, and weightings
  /// may occur repeatedly.
  public let values: [Value]

  /// For a diffusion axis the gradient's direction at each place, if there is one: three
  /// numbers in ``directionFrame``.
  public let directions: [[Double]?]?

  /// The frame of ``directions``; nil without directions.
  ///
  /// `patient` (LPS), or a maker's own that could not be turned into the patient's: `image`,
  /// `frequency-phase-slice`, `unknown`.
  public let directionFrame: String?

  /// A value of an axis.
  public enum Value: Hashable, Sendable {
    /// A number.
    case number(Double)
    /// A text.
    case text(String)
  }

  init(
    tag: Tag, name: String, values: [Value], directions: [[Double]?]? = nil,
    directionFrame: String? = nil
  ) {
    self.tag = tag
    self.name = name
    self.values = values
    self.directions = directions
    self.directionFrame = directionFrame
  }
}

extension PhaseAxis {
  /// What a slice at a place of an axis says, and where it lies.
  struct Place {
    let value: DistinctionValue
    let plane: ImagePlane?

    var weighting: DiffusionWeighting? {
      if case .diffusion(let weighting) = value { weighting } else { nil }
    }
  }

  /// The axis of an attribute with the values that occur.
  init(_ label: AxisLabel, places: [Place]) {
    let start = Self.firstMidnight(label, places: places)
    let values = places.map { place -> Value in
      switch place.value {
      case .number(let number): .number(number - start)
      case .text(let text): .text(text)
      case .diffusion(let weighting): .number(weighting.bValue)
      }
    }
    let gradients = GradientDirections(places)
    self.init(
      tag: label.tag, name: label.name, values: values, directions: gradients?.directions,
      directionFrame: gradients?.frame.rawValue)
  }

  /// A value for people.
  static func text(_ value: DistinctionValue) -> String {
    switch value {
    case .number(let number): return number.shortText
    case .text(let text): return text
    case .diffusion(let weighting):
      let direction = weighting.direction?.map(\.shortText).joined(separator: " ")
      return weighting.bValue.shortText + (direction.map { " (\($0))" } ?? "")
    }
  }

  /// Midnight before the first value of a time of day, in its seconds; 0 for other numbers.
  private static func firstMidnight(_ label: AxisLabel, places: [Place]) -> Double {
    switch label.distinction {
    case .acquisitionTime, .acquisitionDateTime, .frameAcquisitionDateTime, .contentTime: break
    default: return 0
    }
    guard case .number(let first)? = places.first?.value else { return 0 }
    return (first / 86_400).rounded(.down) * 86_400
  }
}

/// The directions of a diffusion axis, all in one frame.
private struct GradientDirections {
  let directions: [[Double]?]
  let frame: DiffusionWeighting.Frame

  /// Directions in the patient's frame if all can be turned into it, else as they are stated;
  /// nil if there are none.
  init?(_ places: [PhaseAxis.Place]) {
    let stated = places.map { $0.weighting?.direction == nil ? nil : $0.weighting }
    guard let first = stated.lazy.compactMap(\.self).first else { return nil }
    let turned = places.map(Self.patientDirection)
    let isTurned = zip(stated, turned).allSatisfy { ($0 == nil) == ($1 == nil) }
    directions = isTurned ? turned : stated.map { $0?.direction }
    frame = isTurned ? .patient : first.frame
  }

  private static func patientDirection(_ place: PhaseAxis.Place) -> [Double]? {
    guard let weighting = place.weighting else { return nil }
    // What is in the patient's frame stays as it is stated.
    guard weighting.frame != .patient else { return weighting.direction }
    // Adding 0 makes 0 of −0.
    return place.plane.flatMap(weighting.patientDirection).map { [$0.x + 0, $0.y + 0, $0.z + 0] }
  }
}
