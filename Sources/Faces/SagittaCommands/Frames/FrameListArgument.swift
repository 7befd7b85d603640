import ArgumentParser

/// Numbers of frames, 1 first: `1-10,20`.
struct FrameListArgument: ExpressibleByArgument {
  /// The ranges as they were given.
  let ranges: [ClosedRange<Int>]

  init?(argument: String) {
    var ranges: [ClosedRange<Int>] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first >= 1, first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  /// The numbers among so many frames, each once, in the order given.
  func frames(of count: Int) -> [Int] {
    var seen: Set<Int> = []
    return ranges.flatMap { $0.clamped(to: 1...max(1, count)) }
      .filter { number in
        ranges.contains { $0.contains(number) } && number <= count && seen.insert(number).inserted
      }
  }

  /// The smallest number that is beyond so many frames; nil if none is.
  func firstBeyond(_ count: Int) -> Int? {
    ranges.filter { $0.upperBound > count }.map { max($0.lowerBound, count + 1) }.min()
  }
}
