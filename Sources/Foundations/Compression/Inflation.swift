public import WorkScheduling

/// Inflating deflate streams, whole or their beginning.
public enum Inflation {
  /// The beginning of what is in a stream.
  public struct Prefix: Hashable, Sendable {
    /// At most as many bytes as were asked for.
    public var bytes: [UInt8]
    /// Why they are not more.
    public var end: End
    /// Compressed bytes that were used up.
    public var consumed: Int
  }

  /// Why inflation stopped.
  public enum End: Hashable, Sendable {
    /// The stream is complete.
    case complete
    /// As many bytes as were asked for are there.
    case limitReached
    /// The input ends before the stream does.
    case inputExhausted
  }

  /// All that is in the stream; bytes after its end are ignored.
  ///
  /// At most `limit` bytes may come out. How many are `expected` saves growing the buffer, no more.
  public static func bytes(
    _ compressed: RawSpan, format: CompressedFormat, limit: Int, expected: Int? = nil,
    context: WorkContext = WorkContext()
  ) throws(CompressionError) -> [UInt8] {
    let result = try prefix(
      of: compressed, format: format, limit: limit, expected: expected, context: context)
    switch result.end {
    case .complete: return result.bytes
    case .limitReached:
      throw CompressionError(reason: .tooLong(limit: limit), offset: result.consumed)
    case .inputExhausted:
      throw CompressionError(reason: .truncated, offset: result.consumed)
    }
  }

  /// All that is in the stream; bytes after its end are ignored.
  public static func bytes(
    _ compressed: [UInt8], format: CompressedFormat, limit: Int, expected: Int? = nil,
    context: WorkContext = WorkContext()
  ) throws(CompressionError) -> [UInt8] {
    try compressed.withRawSpan { (span) throws(CompressionError) in
      try bytes(span, format: format, limit: limit, expected: expected, context: context)
    }
  }

  /// Bytes that come out between two looks whether to go on.
  private static let bytesAtOnce = 4 << 20

  /// The first bytes of what is in the stream.
  ///
  /// Asks `context` whether to go on, and ends with ``CompressionError/Reason/cancelled`` if not.
  /// Allocates at most four times the input or twice what comes out, whichever is more.
  public static func prefix(
    of compressed: RawSpan, format: CompressedFormat, limit: Int, expected: Int? = nil,
    context: WorkContext = WorkContext()
  ) throws(CompressionError) -> Prefix {
    if format == .raw {
      return try prefix(
        of: compressed, with: BareInflateStream(), limit: limit, expected: expected,
        context: context)
    }
    return try prefix(
      of: compressed, with: InflateStream(format), limit: limit, expected: expected,
      context: context)
  }

  private static func prefix(
    of compressed: RawSpan, with inflater: some InflatingStream, limit: Int, expected: Int?,
    context: WorkContext
  ) throws(CompressionError) -> Prefix {
    defer { inflater.close() }
    let limit = max(0, limit)
    var output: [UInt8] = []
    var written = 0
    var consumed = 0
    // A deflate stream yields at most 1032 bytes for each of its own.
    let most = compressed.byteCount.multipliedReportingOverflow(by: 1032)
    let wanted = min(expected ?? 4 * compressed.byteCount, most.overflow ? .max : most.partialValue)
    // One byte more than the limit tells a stream that ends there from one that goes on.
    var capacity = min(limit, max(wanted, 1 << 14))
    while true {
      guard !context.isCancelled else {
        throw CompressionError(reason: .cancelled, offset: consumed)
      }
      output.reserveCapacity(capacity + 1)
      let room = min(capacity + 1, written + bytesAtOnce)
      output += repeatElement(0, count: max(0, room - output.count))
      let step = try inflater.step(compressed, from: consumed, into: &output, from: written)
      consumed += step.consumed
      written += step.written
      if step.isComplete, try inflater.goesOn(compressed, at: consumed) { continue }
      if step.isComplete || written > limit || consumed == compressed.byteCount && step.isStuck {
        let isOver = written > limit
        output.removeLast(output.count - min(written, limit))
        let end: End = isOver ? .limitReached : step.isComplete ? .complete : .inputExhausted
        return Prefix(bytes: output, end: end, consumed: consumed)
      }
      if written > capacity { capacity = min(limit, max(capacity, 1) * 2) }
    }
  }

  /// The first bytes of what is in the stream.
  public static func prefix(
    of compressed: [UInt8], format: CompressedFormat, limit: Int
  ) throws(CompressionError) -> Prefix {
    try compressed.withRawSpan { (span) throws(CompressionError) in
      try prefix(of: span, format: format, limit: limit)
    }
  }
}
