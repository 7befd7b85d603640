/// Takes a body of several parts apart (RFC 2046 5.1), as its bytes come.
///
/// Feed it, and take events until there is none; at the end of the body, ``finish()``. Nothing is held
/// but what was fed last: the bytes of a part are handed on at once. A part that is not as long as its
/// head says is refused, as is a body that ends within a part.
public struct MultipartReader: Sendable {
  /// What was found.
  public enum Event: Hashable, Sendable {
    /// A part begins.
    case head(PartHead)
    /// More of the part.
    case bytes(ArraySlice<UInt8>)
    /// The part is whole.
    case end
  }

  private enum State {
    case preamble, delimiter, head, body, epilogue
  }

  private let limits: MultipartLimits
  /// `--` and the boundary; nil until the body shows it.
  private var delimiter: [UInt8]?
  private var state = State.preamble
  private var buffer: [UInt8] = []
  private var position = 0
  private var partCount = 0
  private var partBytes = 0
  private var announced: Int?
  private var preambleBytes = 0

  /// Begins a body.
  ///
  /// - Parameters:
  ///   - boundary: As the media type has it; nil to take the one that the body begins with.
  ///   - limits: What is taken.
  public init(boundary: String?, limits: MultipartLimits = MultipartLimits()) {
    delimiter = boundary.flatMap { $0.isEmpty ? nil : Array("--\($0)".utf8) }
    self.limits = limits
  }

  /// Whether the last delimiter came: what follows means nothing.
  public var isComplete: Bool { state == .epilogue }

  /// Takes the next bytes of the body.
  public mutating func feed(_ bytes: some Collection<UInt8>) {
    // Where nobody holds bytes that were handed on, their memory is used again.
    buffer.removeSubrange(..<position)
    buffer.append(contentsOf: bytes)
    position = 0
  }

  /// The next event; nil if more bytes are needed for one.
  ///
  /// - Throws: ``WebServiceError``.
  public mutating func next() throws(WebServiceError) -> Event? {
    while true {
      switch state {
      case .preamble: guard try skipPreamble() else { return nil }
      case .delimiter: guard try endDelimiter() else { return nil }
      case .head: return try head().map { .head($0) }
      case .body: return try body()
      case .epilogue:
        position = buffer.count
        return nil
      }
    }
  }

  /// Ends the body.
  ///
  /// - Throws: ``WebServiceError`` if it ended within a part, or had none of its delimiters.
  public func finish() throws(WebServiceError) {
    switch state {
    case .epilogue: return
    case .preamble:
      throw WebServiceError(.damagedMultipart("its boundary does not come"))
    case .delimiter, .head, .body:
      throw WebServiceError(.damagedMultipart("it ends within part \(max(1, partCount))"))
    }
  }

  // MARK: - The pieces

  /// To behind the first delimiter, which may be that of the very beginning.
  private mutating func skipPreamble() throws(WebServiceError) -> Bool {
    guard let delimiter = try knownDelimiter() else { return false }
    let isAtStart = preambleBytes == 0
    if isAtStart, buffer.count - position < delimiter.count { return false }
    if isAtStart, buffer[position...].starts(with: delimiter) {
      position += delimiter.count
      state = .delimiter
      return true
    }
    let line = [0x0A] + delimiter
    if let start = ByteSearch.first(line, in: buffer, from: position) {
      try countPreamble(start - position)
      position = start + line.count
      state = .delimiter
      return true
    }
    let passed = max(0, buffer.count - position - line.count)
    try countPreamble(passed)
    position += passed
    return false
  }

  private mutating func countPreamble(_ count: Int) throws(WebServiceError) {
    preambleBytes += count
    guard preambleBytes <= limits.preambleBytes else {
      throw WebServiceError(
        .tooLong("what stands before the first part", limit: limits.preambleBytes))
    }
  }

  /// A body that nobody named a boundary of begins with it.
  private mutating func knownDelimiter() throws(WebServiceError) -> [UInt8]? {
    if let delimiter { return delimiter }
    let rest = buffer[position...].drop { $0 == 0x0D || $0 == 0x0A }
    guard rest.count >= 3 else { return nil }
    guard rest.starts(with: [0x2D, 0x2D]) else {
      throw WebServiceError(.damagedMultipart("it does not begin with a boundary"))
    }
    guard let end = rest.firstIndex(of: 0x0A) else {
      guard rest.count < 256 else {
        throw WebServiceError(.damagedMultipart("it does not begin with a boundary"))
      }
      return nil
    }
    var line = Array(rest[..<end])
    while let last = line.last, [0x0D, 0x20, 0x09].contains(last) { line.removeLast() }
    guard line.count > 2 else {
      throw WebServiceError(.damagedMultipart("its boundary is empty"))
    }
    position = rest.startIndex
    delimiter = line
    return line
  }

  /// Behind a delimiter: the end of its line, or the two hyphens of the last one.
  private mutating func endDelimiter() throws(WebServiceError) -> Bool {
    let rest = buffer[position...]
    guard rest.count >= 2 else { return false }
    if rest.starts(with: [0x2D, 0x2D]) {
      state = .epilogue
      return true
    }
    let padding = rest.prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard padding.count < 256 else {
      throw WebServiceError(.damagedMultipart("the line of a boundary does not end"))
    }
    guard padding.count < rest.count else { return false }
    guard rest[padding.endIndex] == 0x0A else {
      throw WebServiceError(.damagedMultipart("a boundary is followed by something"))
    }
    position = padding.endIndex + 1
    state = .head
    return true
  }

  private mutating func head() throws(WebServiceError) -> PartHead? {
    let rest = buffer[position...]
    guard let end = Self.endOfHead(rest.prefix(limits.headerBytes)) else {
      guard rest.count < limits.headerBytes else {
        throw WebServiceError(.tooLong("the head of a part", limit: limits.headerBytes))
      }
      return nil
    }
    partCount += 1
    guard partCount <= limits.parts else {
      throw WebServiceError(
        .damagedMultipart("it has more than the \(limits.parts) parts that are taken"))
    }
    let head = PartHead(lines: rest[..<end.head])
    if let length = head.contentLength {
      guard length >= 0 else {
        throw WebServiceError(.damagedMultipart("part \(partCount) has a length below 0"))
      }
      try checkLength(length)
    }
    announced = head.contentLength
    position = end.body
    partBytes = 0
    state = .body
    return head
  }

  /// Where an empty line ends the head, and where the part begins.
  private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> (head: Int, body: Int)? {
    var line = bytes.startIndex
    while let end = bytes[line...].firstIndex(of: 0x0A) {
      if bytes[line..<end].allSatisfy({ $0 == 0x0D }) { return (line, end + 1) }
      line = end + 1
    }
    return nil
  }

  private mutating func body() throws(WebServiceError) -> Event? {
    guard let delimiter else { return nil }
    let line = [0x0D, 0x0A] + delimiter
    // Some parts of nothing have the delimiter where their own line would begin.
    if partBytes == 0, buffer[position...].starts(with: delimiter) {
      return try end(behind: delimiter.count)
    }
    // Where the head says how long the part is, its bytes need no look.
    if let announced { return try body(of: announced, before: line) }
    if let start = ByteSearch.first(line, in: buffer, from: position) {
      return start > position ? try bytes(to: start) : try end(behind: line.count)
    }
    let safe = max(position, buffer.count - line.count - 1)
    return safe > position ? try bytes(to: safe) : nil
  }

  /// The rest of a part of known length, which the line of a delimiter has to follow.
  private mutating func body(
    of announced: Int, before line: [UInt8]
  ) throws(WebServiceError) -> Event? {
    guard partBytes == announced else {
      let end = min(buffer.count, position + announced - partBytes)
      return end > position ? try bytes(to: end) : nil
    }
    let rest = buffer[position...].prefix(line.count)
    guard rest.elementsEqual(line.prefix(rest.count)) else { throw wrongLength(announced) }
    return rest.count == line.count ? try end(behind: line.count) : nil
  }

  private mutating func bytes(to end: Int) throws(WebServiceError) -> Event {
    partBytes += end - position
    try checkLength(partBytes)
    defer { position = end }
    return .bytes(buffer[position..<end])
  }

  private mutating func end(behind delimiterBytes: Int) throws(WebServiceError) -> Event {
    if let announced, partBytes != announced { throw wrongLength(announced) }
    position += delimiterBytes
    state = .delimiter
    return .end
  }

  private func checkLength(_ length: Int) throws(WebServiceError) {
    guard length <= limits.partBytes else {
      throw WebServiceError(.tooLong("a part", limit: limits.partBytes))
    }
  }

  private func wrongLength(_ announced: Int) -> WebServiceError {
    WebServiceError(
      .damagedMultipart(
        "part \(partCount) does not have the \(announced) bytes that its head says"))
  }
}
