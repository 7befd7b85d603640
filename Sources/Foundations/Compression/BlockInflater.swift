import CUnpacking

/// Inflates deflated blocks from any one on, and knows at which bit it is.
///
/// One thread at a time may use it.
@safe final class BlockInflater: @unchecked Sendable {
  /// Why it stopped.
  enum Stop { case roomUsedUp, blockEnd, streamEnd }

  private let state: OpaquePointer
  private let source: CompressedSource
  private let input: UnsafeMutableRawBufferPointer
  /// The offset of the input in the source, and the bytes in it that are still to be offered.
  private var inputOffset = 0
  private var left = 0..<0
  /// Whether it is between two blocks.
  private(set) var isAtBlock = true
  /// Whether the last block ended.
  private(set) var isAtEnd = false

  /// Longer than the longest header of a block, and short enough for the cache.
  private static let inputLength = 1 << 17
  /// No header of a block is longer.
  private static let longestHeader = 1 << 10

  init(_ source: CompressedSource) throws(CompressionError) {
    guard let state = unsafe sagitta_inflater_new() else {
      throw CompressionError(reason: .failed(0), offset: 0)
    }
    unsafe self.state = state
    self.source = source
    unsafe input = .allocate(byteCount: Self.inputLength, alignment: 64)
  }

  deinit {
    unsafe sagitta_inflater_free(state)
    unsafe input.deallocate()
  }

  /// The next bit of the source to be used.
  var bit: Int { (inputOffset + left.lowerBound) * 8 + Int(unsafe sagitta_inflater_offset(state)) }

  /// Goes to a bit where a block begins.
  func begin(at bit: Int) {
    inputOffset = bit / 8
    left = 0..<0
    unsafe sagitta_inflater_begin(state, UInt32(bit % 8))
    isAtBlock = true
    isAtEnd = false
  }

  /// Inflates until the room is used up or a block ends.
  ///
  /// - Parameters:
  ///   - out: Where the bytes go.
  ///   - history: How many of the bytes before `out` came out before them.
  ///   - room: How many bytes there is room for.
  /// - Returns: How many bytes came out, and why they are not more.
  /// - Throws: ``CompressionError``; what the source throws.
  func inflate(
    into out: UnsafeMutablePointer<UInt8>, history: Int, room: Int
  ) throws -> (count: Int, stop: Stop) {
    // SAFETY: the caller grants `history` bytes before `out` and `room` behind it.
    try unsafe run(room) { input, count, written, room in
      unsafe sagitta_inflate_bytes(
        state, input, &count, out + written, history + written, &room)
    }
  }

  /// The same in units, behind a window of markers.
  func inflate(
    into out: UnsafeMutablePointer<UInt16>, history: Int, room: Int
  ) throws -> (count: Int, stop: Stop) {
    // SAFETY: as above, in units.
    try unsafe run(room) { input, count, written, room in
      unsafe sagitta_inflate_units(
        state, input, &count, out + written, history + written, &room)
    }
  }

  private func run(
    _ room: Int,
    call: (UnsafePointer<UInt8>?, inout Int, Int, inout Int) -> sagitta_inflation
  ) throws -> (count: Int, stop: Stop) {
    var written = 0
    isAtBlock = false
    while true {
      var count = left.count
      var space = room - written
      let start = unsafe input.baseAddress.map {
        unsafe UnsafePointer(($0 + left.lowerBound).assumingMemoryBound(to: UInt8.self))
      }
      let state = unsafe call(start, &count, written, &space)
      left = left.lowerBound + count..<left.upperBound
      written += space
      switch state {
      case sagitta_needs_input: try refill()
      case sagitta_needs_room: return (written, .roomUsedUp)
      case sagitta_block_end:
        isAtBlock = true
        return (written, .blockEnd)
      case sagitta_stream_end:
        isAtEnd = true
        return (written, .streamEnd)
      default:
        throw CompressionError(reason: .corrupt("no deflate stream"), offset: bit / 8)
      }
    }
  }

  /// Puts more input behind what is left of it.
  private func refill() throws {
    let offset = inputOffset + left.upperBound
    let count = min(source.count - offset, Self.inputLength - left.count)
    guard count > 0 else { throw CompressionError(reason: .truncated, offset: source.count) }
    unsafe input.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[left]))
    inputOffset += left.lowerBound
    left = 0..<left.count + count
    try unsafe source.read(
      offset, UnsafeMutableRawBufferPointer(rebasing: input[left.count - count..<left.count]))
  }

  /// Goes to the first bit of a range where a block very likely begins.
  ///
  /// - Returns: Whether there is one.
  func search(_ bits: Range<Int>) throws -> Bool {
    var bit = bits.lowerBound
    while bit < bits.upperBound {
      let offset = bit / 8
      let count = min(source.count - offset, Self.inputLength)
      let isLast = offset + count == source.count
      try unsafe source.read(offset, UnsafeMutableRawBufferPointer(rebasing: input[..<count]))
      let limit = min(bits.upperBound, (offset + count - (isLast ? 0 : Self.longestHeader)) * 8)
      // SAFETY: the call looks at `count` bytes of the input.
      let found = unsafe input.withMemoryRebound(to: UInt8.self) {
        unsafe sagitta_find_block($0.baseAddress, count, bit - offset * 8, limit - offset * 8)
      }
      if offset * 8 + found < limit {
        begin(at: offset * 8 + found)
        return true
      }
      bit = limit
    }
    return false
  }
}
