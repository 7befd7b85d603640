/// Numbers of frames, the first is 1: `1-10,20`.
///
/// In JSON it is that text.
public struct FrameList: Hashable, Sendable, CustomStringConvertible {
  /// The ranges as they were given.
  public let ranges: [ClosedRange<Int>]

  /// Creates a list.
  ///
  /// - Returns: Nil for no range, or one that begins before 1.
  public init?(ranges: [ClosedRange<Int>]) {
    guard !ranges.isEmpty, ranges.allSatisfy({ $0.lowerBound >= 1 }) else { return nil }
    self.ranges = ranges
  }

  /// Reads a list; nil for a text that is none.
  public init?(_ text: String) {
    var ranges: [ClosedRange<Int>] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first >= 1, first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  /// The list as it is typed.
  public var description: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// The numbers among so many frames, each once, in the order given.
  public func frames(of count: Int) -> [Int] {
    var seen: Set<Int> = []
    return ranges.flatMap { $0.clamped(to: 1...max(1, count)) }
      .filter { number in
        ranges.contains { $0.contains(number) } && number <= count && seen.insert(number).inserted
      }
  }

  /// The smallest number that is beyond so many frames; nil if none is.
  public func firstBeyond(_ count: Int) -> Int? {
    ranges.filter { $0.upperBound > count }.map { max($0.lowerBound, count + 1) }.min()
  }
}

extension FrameList: Codable {
  /// Reads the text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let list = FrameList(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "frames are a list as 1-10,20, counted from 1")
    }
    self = list
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
