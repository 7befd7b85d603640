import DICOMImaging
public import DICOMModel

/// An axis along which the phases of a volume differ.
public struct PhaseAxis: Hashable, Sendable {
  /// The attribute that differs; the first one where several combine.
  public let tag: Tag

  /// The attribute's name; several, separated by commas, where not every combination of their
  /// values is there and the axis lists those that are.
  public let name: String

  /// The value of each place along the axis, ascending: numbers in the attribute's unit, times
  /// of day in seconds since midnight of the first day.
  public let values: [Value]

  /// For a diffusion axis the gradient's direction at each place, if there is one: three
  /// numbers as the file states them.
  public let directions: [[Double]?]?

  /// A value of an axis.
  public enum Value: Hashable, Sendable {
    /// A number.
    case number(Double)
    /// A text.
    case text(String)
  }
}

extension PhaseAxis {
  /// The axis of an attribute with the values that occur.
  init(_ distinction: FrameDistinction, _ values: [DistinctionValue]) {
    tag = distinction.tag
    name = distinction.rawValue
    let start = Self.firstMidnight(distinction, values)
    self.values = values.map { value in
      switch value {
      case .number(let number): .number(number - start)
      case .text(let text): .text(text)
      case .diffusion(let weighting): .number(weighting.bValue)
      }
    }
    let found = values.map { value -> [Double]? in
      if case .diffusion(let weighting) = value { weighting.direction } else { nil }
    }
    directions = found.contains { $0 != nil } ? found : nil
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
  private static func firstMidnight(
    _ distinction: FrameDistinction, _ values: [DistinctionValue]
  ) -> Double {
    switch distinction {
    case .acquisitionTime, .acquisitionDateTime, .frameAcquisitionDateTime, .contentTime: break
    default: return 0
    }
    guard case .number(let first)? = values.first else { return 0 }
    return (first / 86_400).rounded(.down) * 86_400
  }
}
