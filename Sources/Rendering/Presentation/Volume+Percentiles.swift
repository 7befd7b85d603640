import Sampling
import VolumeModel
import WorkScheduling

extension Volume {
  /// Returns two percentiles of the valid, finite voxels, exactly; nil if there are none.
  ///
  /// If both fall on one value (a mask, a picture that is nearly all background), the whole range
  /// is given instead. Exact because a histogram with equal bins fails on outliers: one metal
  /// artefact or one wild value can put everything else into a single bin.
  ///
  /// - Parameters:
  ///   - low: The lower part, 0…1.
  ///   - high: The upper part, 0…1.
  ///   - context: The workers.
  /// - Returns: The range between them, or nil.
  /// - Throws: `WorkCancelled`.
  /// - Complexity: Two passes over the voxels.
  func percentileRange(
    _ low: Double, _ high: Double, context: WorkContext
  ) throws -> ClosedRange<Float>? {
    let sorted = try SortedValues(of: self, context: context)
    guard sorted.count > 0 else { return nil }
    let places = [low, high].map { $0 * Double(sorted.count - 1) }
    let ranks = places.flatMap { [Int($0), min(Int($0) + 1, sorted.count - 1)] }
    let values = try sorted.values(at: ranks, context: context)
    let bounds = places.enumerated().map { n, place in
      Self.value(at: place, between: values[2 * n], and: values[2 * n + 1])
    }
    return bounds[0] < bounds[1] ? bounds[0]...bounds[1] : valueRange
  }

  /// The value at a place of the sorted values, linear between neighbours.
  private static func value(at place: Double, between lower: Float, and upper: Float) -> Float {
    let part = Float(place - place.rounded(.down))
    guard part > 0 else { return lower }
    // Weighed apart: the difference of two finite floats may overflow.
    return lower * (1 - part) + upper * part
  }
}
