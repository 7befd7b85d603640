/// A part of a side.
struct ScaledSpan {
  let start: Double
  let length: Double
  let isTurned: Bool

  /// A part of `count` pixels; nil if it lies outside of them.
  ///
  /// Without a length it reaches to their end.
  init?(from start: Double, length: Double?, of count: Int, isTurned: Bool) {
    let rest = Double(count) - start
    self.start = start
    self.length = min(length ?? rest, rest)
    self.isTurned = isTurned
    guard self.length > 0 else { return nil }
  }

  func isWhole(_ count: Int) -> Bool { start == 0 && length == Double(count) && !isTurned }
}

/// Of which stored places each new one is made, and with which parts: means where the picture becomes
/// smaller, values on straight lines between the stored ones where it becomes larger.
struct ScalingWeights {
  /// How many new places there are.
  let count: Int
  /// The stored places that are needed.
  let span: Range<Int>
  private let starts: [Int]
  private let places: [(Int, Float)]

  init(_ part: ScaledSpan, count: Int, stored: Int) {
    self.count = count
    let step = part.length / Double(count)
    let reach = max(step, 1)
    var starts: [Int] = []
    var places: [(Int, Float)] = []
    for number in 0..<count {
      starts.append(places.count)
      let place = part.isTurned ? count - 1 - number : number
      let center = part.start + (Double(place) + 0.5) * step
      let first = max(0, Int((center - reach).rounded(.down)))
      let last = min(stored - 1, Int((center + reach).rounded(.up)))
      var own: [(Int, Float)] = []
      for n in first...max(first, last) {
        let part = Self.overlap(n, center: center, step: step)
        if part > 0 { own.append((n, Float(part))) }
      }
      if own.isEmpty { own = [(min(max(Int(center), 0), stored - 1), 1)] }
      let sum = own.reduce(0) { $0 + $1.1 }
      places += own.map { ($0.0, $0.1 / sum) }
    }
    starts.append(places.count)
    self.starts = starts
    self.places = places
    let numbers = places.map(\.0)
    span = (numbers.min() ?? 0)..<(numbers.max() ?? 0) + 1
  }

  /// How much of a stored place belongs to a new one.
  private static func overlap(_ place: Int, center: Double, step: Double) -> Double {
    guard step > 1 else { return max(0, 1 - abs(Double(place) + 0.5 - center)) }
    let low = max(Double(place), center - step / 2)
    let high = min(Double(place + 1), center + step / 2)
    return max(0, high - low)
  }

  func parts(of number: Int) -> ArraySlice<(Int, Float)> {
    places[starts[number]..<starts[number + 1]]
  }
}
