import DICOMImaging
import Geometry

/// What to make of images that state their place only in part, with spacings that the user
/// vouches for: only what is missing is assumed.
enum AssumedPlaces {
  /// The slice in the plane that the assumed spacings complete; nil if more is missing than the
  /// distances of pixels.
  static func completed(_ slice: SliceSource, spacing: SIMD3<Double>) -> SliceSource? {
    guard lacksOnlySpacing(slice) else { return nil }
    return slice.frame.statedPlace?
      .plane(columnSpacing: spacing.x, rowSpacing: spacing.y).map(slice.placed)
  }

  private static func lacksOnlySpacing(_ slice: SliceSource) -> Bool {
    switch slice.planeReading {
    // The value that makes no sense may stand behind the name.
    case .missing(let name), .malformed(let name): name.hasPrefix("Pixel Spacing")
    case .plane: false
    }
  }

  /// Whether the positions of images at one place are no positions: all zeros, as converters
  /// write, or one place for images that differ in their Instance Number, but nothing tells apart
  /// as times, echoes or weightings.
  ///
  /// Clock times count only away from the origin: a converter stamps every picture with the time
  /// of its conversion.
  static func arePlaceholders(_ images: [SliceSource]) -> Bool {
    guard images.count > 1, let first = images[0].plane?.position,
      images.allSatisfy({ $0.plane?.position == first })
    else { return false }
    let isOrigin = first == PatientPoint(0, 0, 0)
    let numbers = Set(images.compactMap(\.header.instanceNumber))
    guard isOrigin || numbers.count == images.count else { return false }
    let telling = FrameDistinction.allCases.filter { !isOrigin || !$0.isTimeOfDay }
    return telling.allSatisfy { distinction in
      let value = images[0].frame.value(of: distinction)
      return images.allSatisfy { $0.frame.value(of: distinction) == value }
    }
  }
}

extension FrameDistinction {
  /// Whether it is a time of day, which may differ from slice to slice of one stack.
  var isTimeOfDay: Bool {
    switch self {
    case .acquisitionTime, .acquisitionDateTime, .frameAcquisitionDateTime, .contentTime: true
    default: false
    }
  }
}
