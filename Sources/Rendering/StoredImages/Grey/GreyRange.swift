/// The smallest and the largest modality value of frames, as they come.
struct GreyRange {
  private(set) var low = Float.infinity
  private(set) var high = -Float.infinity

  /// The range; nil if no value came that is one.
  var range: ClosedRange<Float>? { low <= high ? low...high : nil }

  /// Takes the values of a frame in; padding and what is not finite do not count.
  mutating func add(_ samples: StoredSamples, map: ModalityMap, padding: ClosedRange<Int>?) {
    switch samples {
    case .integers(let values):
      // The ends of monotonous maps lie at the ends; tables need every value.
      for value in Set(values) where padding?.contains(Int(value)) != true {
        add(map.value(of: Double(value)))
      }
    case .doubles(let values):
      for value in values { add(map.value(of: value)) }
    }
  }

  private mutating func add(_ value: Float) {
    guard value.isFinite else { return }
    low = min(low, value)
    high = max(high, value)
  }
}
