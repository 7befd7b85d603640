/// A buffer that is filled from its beginning on, and what is still to be copied into it.
@safe struct Filling {
  /// Bytes of a part that belong somewhere.
  @safe struct Job: @unchecked Sendable {
    let part: InflatedPart
    let range: Range<Int>
    let place: UnsafeMutablePointer<UInt8>
  }

  private let base: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  /// Bytes of the buffer that are spoken for.
  private(set) var count = 0
  /// How many of the last of them are there already.
  private(set) var direct = 0
  /// What is to be copied, in order.
  var jobs: [Job] = []

  /// Small enough for the cache, and to share them out evenly.
  private static let jobLength = 1 << 18

  /// - Precondition: The buffer is not empty, and outlives this.
  init(_ buffer: UnsafeMutableRawBufferPointer) {
    guard let start = buffer.baseAddress else { preconditionFailure("there is a buffer to fill") }
    unsafe base = start.assumingMemoryBound(to: UInt8.self)
    capacity = buffer.count
  }

  var room: Int { capacity - count }

  /// Where the next bytes belong.
  var place: UnsafeMutablePointer<UInt8> { unsafe base + count }

  /// Notes bytes of a part as the next ones.
  mutating func take(_ part: InflatedPart, range: Range<Int>) {
    direct = 0
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.jobLength) {
      let end = min(start + Self.jobLength, range.upperBound)
      unsafe jobs.append(Job(part: part, range: start..<end, place: place))
      count += end - start
    }
  }

  /// What comes next has nothing to do with what is there.
  mutating func beginMember() { direct = 0 }

  /// Passes over bytes that were put where the next ones belong; gives their checksum.
  mutating func advance(_ written: Int, kind: Checksum.Kind) -> Checksum {
    let bytes = unsafe UnsafeRawBufferPointer(start: place, count: written)
    count += written
    direct += written
    return unsafe Checksum(of: bytes.bytes, kind: kind)
  }

  /// The last bytes that are there, at most as many as asked for.
  func tail(_ most: Int) -> [UInt8] {
    let length = min(direct, most)
    return unsafe Array(UnsafeBufferPointer(start: place - length, count: length))
  }
}
