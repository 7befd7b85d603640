public import WorkScheduling

/// How often values fall into equal bins between the smallest and the largest valid value.
public struct Histogram: Hashable, Sendable {
  /// The most bins: finer ones show nothing, and take their memory many times over.
  public static var mostBins: Int { 1 << 16 }

  /// The values of the lower edge of the first and the upper edge of the last bin.
  public let range: ClosedRange<Float>

  /// Valid voxels in each bin; the last bin includes its upper edge.
  public let counts: [Int]

  /// The width of a bin, in the volume's unit; 0 if all values are equal.
  public var binWidth: Double {
    (Double(range.upperBound) - Double(range.lowerBound)) / Double(counts.count)
  }

  /// Returns the value below which a part of the valid voxels lies, to within a bin.
  ///
  /// - Parameter fraction: The part, from 0 to 1; 0.5 is the median.
  /// - Returns: A value of the range, in the volume's unit.
  public func quantile(_ fraction: Double) -> Double {
    let wanted = min(max(fraction, 0), 1) * Double(counts.reduce(0, +))
    var below = 0.0
    for (bin, count) in counts.enumerated() where count > 0 {
      let reached = below + Double(count)
      if reached >= wanted {
        let within = (wanted - below) / Double(count)
        return Double(range.lowerBound) + (Double(bin) + within) * binWidth
      }
      below = reached
    }
    return Double(range.upperBound)
  }

  static func bin(of value: Float, in range: ClosedRange<Float>, bins: Int) -> Int {
    let span = Double(range.upperBound) - Double(range.lowerBound)
    guard span > 0, span.isFinite else { return 0 }
    let place = (Double(value) - Double(range.lowerBound)) / span * Double(bins)
    return min(max(Int(place), 0), bins - 1)
  }
}

extension Volume {
  /// Returns the histogram of the valid voxels that are finite, or nil if there are none.
  ///
  /// - Parameters:
  ///   - bins: The number of bins, from 1 to ``Histogram/mostBins``; others are taken for the nearest.
  ///   - context: The workers.
  /// - Returns: Counts between the smallest and the largest valid value.
  /// - Throws: `WorkCancelled`.
  public func histogram(
    bins: Int = 4096, context: WorkContext = WorkContext()
  ) throws -> Histogram? {
    let bins = min(max(bins, 1), Histogram.mostBins)
    guard let valueRange else { return nil }
    let length = ValueStatistics.runLength
    let total = dimensions.voxelCount
    let parts = try context.map((total + length - 1) / length) { run in
      var counts = [Int](repeating: 0, count: bins)
      forEachValue(in: run * length..<min(total, (run + 1) * length)) { value in
        counts[Histogram.bin(of: value, in: valueRange, bins: bins)] += 1
      }
      return counts
    }
    var counts = [Int](repeating: 0, count: bins)
    for part in parts { for bin in 0..<bins { counts[bin] += part[bin] } }
    return Histogram(range: valueRange, counts: counts)
  }
}
