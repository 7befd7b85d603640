public import WorkScheduling

/// Inflates a stream of any length in order, with several workers where it is long.
///
/// Members of a gzip stream count as one stream; other bytes behind the end are ignored. What
/// comes out does not depend on the workers. One thread at a time may use it.
///
/// A deflate stream has no table of its blocks, so the workers look for places where a block
/// seems to begin, and inflate from there with an unknown window. A part counts only if the
/// one before it ends exactly where it begins; then its window is known, too.
@safe public final class InflatingReader: @unchecked Sendable {
  private let frame: StreamFrame
  private let context: WorkContext
  private let ratio: Int
  /// Where the bytes that were handed out last end, or the next part begins.
  private var exact: BlockInflater
  private var window = Window()
  /// Where the bytes go that are not inflated where they belong.
  private let scratch: UnsafeMutablePointer<UInt8>
  private var checksum: Checksum
  /// Where the next member begins, if no member is being inflated.
  private var memberStart: Int? = 0
  private var isComplete = false
  /// Bytes that were handed out, those of the call that is running not among them.
  private var handedOut = 0
  /// How many there were when the member began, and how many members before it were empty.
  private var memberOutput = 0
  private var emptyMembers = 0

  /// Some programs end a file with an empty member, and files are joined; more in a row are there to
  /// take time.
  private static let mostEmptyMembers = 1000

  private var parts: [InflatedPart] = []
  /// The parts that may follow, the next one first.
  private var ahead: ArraySlice<InflatedPart> = []
  /// The part that is being handed out.
  private var current: (part: InflatedPart, left: Range<Int>)?
  private var backoff = RetryBackoff()

  private static let scratchLength = 1 << 16

  /// Begins a stream.
  ///
  /// - Parameters:
  ///   - format: The frame around the stream.
  ///   - source: Its bytes.
  ///   - sum: What the bytes of a bare stream (``CompressedFormat/raw``) come to, if it is known.
  ///   - expected: How many bytes come out, as far as known; it steers the workers, no more.
  ///   - context: The workers.
  /// - Throws: ``CompressionError`` if memory is lacking.
  public init(
    _ format: CompressedFormat, source: CompressedSource, sum: Checksum? = nil,
    expected: Int? = nil,
    context: WorkContext
  ) throws(CompressionError) {
    frame = StreamFrame(format: format, source: source, sum: sum)
    self.context = context
    ratio = max(1, (expected ?? source.count) / max(1, source.count))
    exact = try BlockInflater(source)
    unsafe scratch = .allocate(capacity: Window.length + Self.scratchLength)
    checksum = Checksum(format.checksum)
  }

  deinit { unsafe scratch.deallocate() }

  /// The bytes that the parts of a stream take which several workers inflate.
  public static func memoryNeeded(workers: Int) -> Int {
    guard workers > 1 else { return 0 }
    return InflatedPart.exactBytes + 4 * (workers - 1) * InflatedPart.bytes
  }

  /// Compressed bytes used up.
  public var consumed: Int { memberStart ?? (exact.bit + 7) / 8 }

  /// Fills a buffer; fewer bytes come only at the end of the stream.
  ///
  /// - Throws: ``CompressionError`` if the stream is damaged or cut off; what the source throws;
  ///   `WorkCancelled`.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if unsafe buffer.isEmpty { return 0 }
    var filling = unsafe Filling(buffer)
    while filling.room > 0, try advance(&filling) {}
    try finish(&filling)
    handedOut += filling.count
    return filling.count
  }

  /// Looks at the checksum of the member that the last byte came from, if it ends soon.
  ///
  /// What lies behind it is not looked at: the bytes that were wanted are there.
  ///
  /// - Parameter limit: The most bytes that are passed over.
  /// - Throws: As ``read(into:)``.
  public func finishMember(within limit: Int) throws {
    var passed = 0
    while memberStart == nil, !isComplete, passed < limit {
      var bytes = [UInt8](repeating: 0, count: Self.scratchLength)
      passed += try unsafe bytes.withUnsafeMutableBytes { buffer in
        var filling = unsafe Filling(buffer)
        while filling.room > 0, memberStart == nil, try advance(&filling) {}
        try finish(&filling)
        handedOut += filling.count
        return filling.count
      }
    }
  }

  /// Whether the stream ends here; looks at its checksum if it does.
  ///
  /// Takes away a byte if it does not.
  public func isAtEnd() throws -> Bool {
    var byte: UInt8 = 0
    return try unsafe withUnsafeMutableBytes(of: &byte) { try unsafe read(into: $0) } == 0
  }

  /// Does the next thing; whether there is more to do.
  private func advance(_ filling: inout Filling) throws -> Bool {
    if isComplete { return false }
    if let memberStart {
      exact.begin(at: try frame.headerEnd(from: memberStart) * 8)
      self.memberStart = nil
    } else if let current {
      let count = min(current.left.count, filling.room)
      filling.take(current.part, range: current.left.prefix(count))
      self.current =
        count < current.left.count
        ? (current.part, current.left.dropFirst(count)) : nil
    } else if exact.isAtEnd {
      try endMember(&filling)
    } else if isAtNextPart() {
      try finish(&filling)
      try beginPart()
    } else if ahead.isEmpty, isWorthParts() {
      try finish(&filling)
      try inflateParts()
    } else {
      try inflateExactly(&filling)
    }
    return true
  }

  private func endMember(_ filling: inout Filling) throws {
    try finish(&filling)
    let end = try frame.trailerEnd(from: (exact.bit + 7) / 8, checksum: checksum)
    memberStart = end
    try count(member: handedOut + filling.count - memberOutput, at: end)
    memberOutput = handedOut + filling.count
    isComplete = try !frame.beginsMember(at: end)
    window = Window()
    ahead = []
    filling.beginMember()
    checksum = Checksum(frame.format.checksum)
  }
}

extension InflatingReader {
  /// Counts empty members that follow each other.
  private func count(member bytes: Int, at offset: Int) throws(CompressionError) {
    emptyMembers = bytes == 0 ? emptyMembers + 1 : 0
    guard emptyMembers <= Self.mostEmptyMembers else {
      throw CompressionError(
        reason: .corrupt("more than \(Self.mostEmptyMembers) empty members follow each other"),
        offset: offset)
    }
  }
}

// MARK: - In order

extension InflatingReader {
  /// Inflates the next bytes to where they belong; behind enough of them in the buffer directly.
  private func inflateExactly(_ filling: inout Filling) throws {
    try run(&filling)
    guard filling.direct >= Window.length else { return try inflateBesides(&filling) }
    let (count, _) = try unsafe exact.inflate(
      into: filling.place, history: filling.direct, room: filling.room)
    checksum.append(filling.advance(count, kind: checksum.kind))
  }

  private func inflateBesides(_ filling: inout Filling) throws {
    // SAFETY: the scratch has room for a window and the rest.
    unsafe window.copy(to: scratch)
    let start = unsafe scratch + Window.length
    let room = min(filling.room, Self.scratchLength)
    var count = 0
    repeat {
      let step = try unsafe exact.inflate(
        into: start + count, history: window.known + count, room: room - count)
      count += step.count
      // Where parts are waiting, every block may be the one that ends before the next of them.
      guard step.stop == .blockEnd, ahead.isEmpty else { break }
    } while count < room
    guard count > 0 else { return }
    unsafe filling.place.update(from: start, count: count)
    checksum.append(filling.advance(count, kind: checksum.kind))
    window = window.followed(by: filling.tail(Window.length))
  }

  /// Copies what was taken from parts to where it belongs.
  private func run(_ filling: inout Filling) throws {
    let jobs = filling.jobs
    guard !jobs.isEmpty else { return }
    filling.jobs = []
    let kind = checksum.kind
    let sums = try context.map(jobs.count) { index in
      let job = jobs[index]
      try unsafe job.part.copy(job.range, to: job.place)
      return unsafe Checksum(
        of: UnsafeRawBufferPointer(start: job.place, count: job.range.count).bytes, kind: kind)
    }
    for sum in sums { checksum.append(sum) }
  }

  /// Leaves the buffer: what matches may reach into is kept.
  private func finish(_ filling: inout Filling) throws {
    try run(&filling)
    // Behind fewer bytes it is kept already.
    if filling.direct >= Window.length {
      window = window.followed(by: filling.tail(Window.length))
    }
  }
}

// MARK: - In parts

extension InflatingReader {
  private func isWorthParts() -> Bool {
    let left = frame.source.count - exact.bit / 8
    return context.workers > 1 && left > (Self.exactLength + 1) * partLength
      && backoff.allowsTry(at: exact.bit)
  }

  /// How much longer the exact part is, which one worker inflates while each of the others inflates
  /// four, which takes longer.
  private static let exactLength = 5

  /// Compressed bytes of a part, about 1.5 MiB of what comes out.
  private var partLength: Int { min(max((3 << 19) / ratio, 1 << 17), 1 << 20) }

  /// Inflates the next parts, several at a time; the first one is exact.
  private func inflateParts() throws {
    let length = partLength * 8
    let first = exact.bit
    let others = (frame.source.count * 8 - first) / length - Self.exactLength
    let count = 1 + min(4 * (context.workers - 1), others)
    while parts.count < count {
      parts.append(try InflatedPart(frame.source, isExact: parts.isEmpty))
    }
    let parts = parts
    let exact = exact
    let window = window
    try context.forEach(count) { index in
      let start = first + (Self.exactLength + index - 1) * length
      if index == 0 {
        try parts[0].inflate(with: exact, behind: window, to: start + length)
      } else {
        parts[index].inflate(start..<start + length)
      }
    }
    ahead = parts[..<count]
    backoff.begin()
    try beginPart()
  }

  /// Whether the next of the parts begins here; passes over those that were wrong.
  private func isAtNextPart() -> Bool {
    while let next = ahead.first {
      if let start = next.start, start >= exact.bit {
        return start == exact.bit && exact.isAtBlock
      }
      ahead.removeFirst()
    }
    return false
  }

  /// Hands out the next part, which begins where the last one ended.
  private func beginPart() throws {
    let part = ahead.removeFirst()
    if part.inflater !== exact {
      part.window = window
      swap(&part.inflater, &exact)
      backoff.succeed()
    }
    window = try part.windowBehind()
    current = part.count > 0 ? (part, 0..<part.count) : nil
  }
}
