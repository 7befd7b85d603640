/// Some of many things in a row, spread evenly from the first to the last.
enum EvenSpread {
  /// The numbers of `shown` of `count` things, from 0; of a single one the middle one's.
  static func numbers(_ shown: Int, of count: Int) -> [Int] {
    guard shown > 1 else { return [count / 2] }
    // Whole numbers only: the k-th of n is round(k·(count−1)/(n−1)), half up.
    return (0..<shown).map { (2 * $0 * (count - 1) + shown - 1) / (2 * (shown - 1)) }
  }
}
