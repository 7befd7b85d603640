import CUnpacking

/// Inflates bytes that are all there, step by step.
///
/// To be closed once, and not copied.
protocol InflatingStream {
  /// Inflates until input or output is used up, or the stream ends.
  func step(
    _ input: RawSpan, from start: Int, into output: inout [UInt8], from written: Int
  ) throws(CompressionError) -> InflatingStep

  /// Whether another stream begins behind a complete one, which is then gone on with.
  func goesOn(_ input: RawSpan, at offset: Int) throws(CompressionError) -> Bool

  /// Gives back what it holds.
  func close()
}

/// What one step did.
struct InflatingStep {
  var consumed: Int
  var written: Int
  var isComplete: Bool
  /// Whether nothing more can be done without more input.
  var isStuck: Bool
}

/// The package's own inflater, which takes about six tenths of zlib's time: for bare streams, with nothing
/// around them.
@safe struct BareInflateStream: InflatingStream {
  private let state: OpaquePointer

  init() throws(CompressionError) {
    guard let state = unsafe sagitta_inflater_new() else {
      throw CompressionError(reason: .failed(0), offset: 0)
    }
    unsafe self.state = state
    unsafe sagitta_inflater_begin(state, 0)
  }

  func close() { unsafe sagitta_inflater_free(state) }

  func goesOn(_ input: RawSpan, at offset: Int) -> Bool { false }

  func step(
    _ input: RawSpan, from start: Int, into output: inout [UInt8], from written: Int
  ) throws(CompressionError) -> InflatingStep {
    var next = start
    var place = written
    while true {
      var count = input.byteCount - next
      var room = output.count - place
      // SAFETY: it reads `count` bytes from `next` and writes `room` from `place`, and looks back at the
      // `place` bytes before, all inside their buffers.
      let outcome = unsafe input.withUnsafeBytes { input in
        unsafe output.withUnsafeMutableBufferPointer { output in
          let start = unsafe input.baseAddress.map {
            unsafe $0.advanced(by: next).assumingMemoryBound(to: UInt8.self)
          }
          let end = unsafe output.baseAddress.map { unsafe $0 + place }
          return unsafe sagitta_inflate_bytes(state, start, &count, end, place, &room)
        }
      }
      next += count
      place += room
      switch outcome {
      case sagitta_block_end: continue
      case sagitta_needs_room, sagitta_stream_end:
        return InflatingStep(
          consumed: next - start, written: place - written,
          isComplete: outcome == sagitta_stream_end, isStuck: false)
      case sagitta_needs_input:
        // What is left is the beginning of a code, or of a block's header.
        return InflatingStep(
          consumed: input.byteCount - start, written: place - written, isComplete: false,
          isStuck: true)
      default: throw CompressionError(reason: .corrupt("no deflate stream"), offset: next)
      }
    }
  }
}
