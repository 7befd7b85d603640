import SeriesLoading

/// The distances of neighbouring slices, each with what is to be thought of it.
struct PositionGaps {
  /// One distance.
  struct Gap {
    /// Where it begins and ends, in mm along the normal from the first slice.
    let range: ClosedRange<Double>
    let kind: Kind

    var length: Double { range.upperBound - range.lowerBound }
  }

  enum Kind: Equatable {
    /// As the median, to within the tolerance.
    case even
    /// A whole multiple of the median: so many slices are missing.
    case missing(Int)
    /// Neither.
    case uneven
  }

  let gaps: [Gap]
  /// The median distance in mm.
  let median: Double
  /// How far a distance may be off the median, in mm.
  let tolerance: Double

  /// Looks at positions in mm along the normal; nil if there are fewer than two.
  init?(_ positions: [Double], tolerances: StackTolerances) {
    guard positions.count > 1 else { return nil }
    let lengths = zip(positions.dropFirst(), positions).map { $0 - $1 }
    let sorted = lengths.sorted()
    let middle = sorted.count / 2
    let median =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    let tolerance = tolerances.spacing(for: median)
    self.median = median
    self.tolerance = tolerance
    gaps = zip(positions.dropFirst(), positions).map { end, start in
      Gap(
        range: start...max(start, end),
        kind: Self.kind(end - start, median: median, tolerance: tolerance))
    }
  }

  private static func kind(_ length: Double, median: Double, tolerance: Double) -> Kind {
    if abs(length - median) <= tolerance { return .even }
    let steps = (length / median).rounded()
    guard steps >= 2, steps < 1e6, abs(length - steps * median) <= tolerance * steps else {
      return .uneven
    }
    return .missing(Int(steps) - 1)
  }

  /// How many slices are missing in all.
  var missingCount: Int {
    gaps.reduce(0) { sum, gap in if case .missing(let count) = gap.kind { sum + count } else { sum }
    }
  }

  /// How many distances are neither the median nor a multiple of it.
  var unevenCount: Int { gaps.count { $0.kind == .uneven } }
}
