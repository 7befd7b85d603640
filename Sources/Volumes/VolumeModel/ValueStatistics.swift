public import WorkScheduling

/// Figures over the valid voxels of a volume.
public struct ValueStatistics: Hashable, Sendable {
  /// Valid voxels.
  public let count: Int
  /// The smallest valid value.
  public let minimum: Float
  /// The largest valid value.
  public let maximum: Float
  /// The arithmetic mean.
  public let mean: Double
  /// The standard deviation of the population (divided by n).
  public let standardDeviation: Double

  /// Sums over one run of voxels; joined in the order of the runs, so that the result never
  /// depends on the number of workers.
  struct Partial {
    var count = 0
    var minimum = Float.infinity
    var maximum = -Float.infinity
    var sum = 0.0
    var sumOfSquares = 0.0

    /// Adds one value, measured from `origin` to keep the sum of squares exact enough.
    mutating func add(_ value: Float, from origin: Double) {
      count += 1
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      let distance = Double(value) - origin
      sum += distance
      sumOfSquares += distance * distance
    }

    mutating func join(_ other: Partial) {
      count += other.count
      minimum = min(minimum, other.minimum)
      maximum = max(maximum, other.maximum)
      sum += other.sum
      sumOfSquares += other.sumOfSquares
    }

    func statistics(from origin: Double) -> ValueStatistics? {
      guard count > 0 else { return nil }
      let mean = sum / Double(count)
      let variance = max(0, sumOfSquares / Double(count) - mean * mean)
      return ValueStatistics(
        count: count, minimum: minimum, maximum: maximum, mean: origin + mean,
        standardDeviation: variance.squareRoot())
    }
  }

  /// Voxels of one run: small enough to share among cores, large enough to cost nothing.
  static var runLength: Int { 1 << 18 }

  /// The smallest and largest finite number among the valid voxels; nil if there is none.
  static func range(
    of storage: VoxelStorage, validity: ValidityMask?
  ) -> ClosedRange<Float>? {
    let found = Extremes(of: storage, validity: validity, in: 0..<storage.count)
    return found.range
  }

  /// The same, looked for by several workers.
  ///
  /// - Throws: `WorkCancelled`.
  static func range(
    of storage: VoxelStorage, validity: ValidityMask?, context: WorkContext
  ) throws -> ClosedRange<Float>? {
    let total = storage.count
    let parts = try context.map((total + runLength - 1) / runLength) { run in
      Extremes(
        of: storage, validity: validity, in: run * runLength..<min(total, (run + 1) * runLength))
    }
    return parts.reduce(Extremes()) { $0.joined($1) }.range
  }

  /// The smallest and largest of some numbers, the first of equal ones.
  private struct Extremes {
    var low = Float.infinity
    var high = -Float.infinity

    init() {}

    init(of storage: VoxelStorage, validity: ValidityMask?, in voxels: Range<Int>) {
      var low = Float.infinity
      var high = -Float.infinity
      unsafe storage.withVoxels(in: voxels) { part in
        for offset in voxels where validity?[offset] ?? true {
          let value = unsafe part[offset - voxels.lowerBound]
          guard value.isFinite else { continue }
          if value < low { low = value }
          if value > high { high = value }
        }
      }
      self.low = low
      self.high = high
    }

    func joined(_ other: Extremes) -> Extremes {
      var both = self
      if other.low < low { both.low = other.low }
      if other.high > high { both.high = other.high }
      return both
    }

    var range: ClosedRange<Float>? { low <= high ? low...high : nil }
  }
}

extension Volume {
  /// Returns figures over the valid voxels that are finite, or nil if there are none.
  ///
  /// - Throws: `WorkCancelled`.
  /// - Complexity: One pass over the voxels.
  public func statistics(
    context: WorkContext = WorkContext()
  ) throws -> ValueStatistics? {
    guard let valueRange else { return nil }
    let origin = (Double(valueRange.lowerBound) + Double(valueRange.upperBound)) / 2
    let length = ValueStatistics.runLength
    let total = dimensions.voxelCount
    let partials = try context.map((total + length - 1) / length) { run in
      var partial = ValueStatistics.Partial()
      forEachValue(in: run * length..<min(total, (run + 1) * length)) {
        partial.add($0, from: origin)
      }
      return partial
    }
    var whole = ValueStatistics.Partial()
    for partial in partials { whole.join(partial) }
    return whole.statistics(from: origin)
  }

  /// Calls `body` with every valid value that is finite, in the order of storage.
  func forEachValue(in range: Range<Int>, body: (Float) -> Void) {
    unsafe voxels.withVoxels(in: range) { part in
      for offset in range where validity?[offset] ?? true {
        let value = unsafe part[offset - range.lowerBound]
        if value.isFinite { body(value) }
      }
    }
  }
}
