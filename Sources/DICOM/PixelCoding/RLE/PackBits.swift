import WorkScheduling

/// Runs of equal and of different bytes (PS3.5 Annex G.3): a length byte n, then n + 1
/// literal bytes, or for n ≥ 129 one byte that counts 257 − n times; 128 does nothing.
@safe struct PackBits<Lane: ByteLane> {
  private let source: UnsafeRawBufferPointer
  private let lane: Lane
  private let pixels: Int
  private var read = 0
  private var written = 0

  /// Fills a lane of `pixels` bytes from `source`, which may go on with zeros only.
  ///
  /// - Throws: ``PackBitsFailure`` if the runs do not fill the lane exactly.
  static func unpack(
    _ source: UnsafeRawBufferPointer, into lane: Lane, pixels: Int, context: WorkContext
  ) throws(PackBitsFailure) {
    var runs = unsafe PackBits(source: source, lane: lane, pixels: pixels)
    var end = 0
    while end < pixels {
      guard !context.isCancelled else {
        throw PackBitsFailure(offset: runs.read, what: "unpacking was cancelled")
      }
      end = min(pixels, end + pixelsAtOnce)
      runs.unpackAmpleRuns(to: end)
    }
    while runs.written < pixels { try runs.unpackRun() }
    try runs.checkPadding()
  }

  /// Pixels between two looks whether to go on.
  private static var pixelsAtOnce: Int { 1 << 20 }

  /// Unpacks runs as long as the longest possible one fits both sides, up to a pixel.
  ///
  /// Literal and repeated bytes go through the same instructions, since which of them comes next
  /// is noise that no branch predictor foresees.
  private mutating func unpackAmpleRuns(to end: Int) {
    let block = 16
    let longest = 128
    let lastRead = unsafe source.count - 1 - longest
    let lastWrite = end - longest
    var read = read
    var written = written
    // SAFETY: a run reads no more than 129 bytes from `read` and writes no more than 128 from
    // `written`, whole blocks included; what it writes too much, later runs overwrite.
    while read <= lastRead, written <= lastWrite {
      let length = unsafe Int(source[read])
      if length == 128 {
        read &+= 1
        continue
      }
      let isRepeated = length > 128
      let count = isRepeated ? 257 &- length : length &+ 1
      let first = unsafe source.loadUnaligned(fromByteOffset: read &+ 1, as: SIMD16<UInt8>.self)
      let repeated = SIMD16(repeating: first[0])
      let mask = SIMD16<UInt8>(repeating: isRepeated ? 0xFF : 0)
      lane.put((repeated & mask) | (first & ~mask), at: written)
      var done = block
      while done < count {
        let next = unsafe source.loadUnaligned(
          fromByteOffset: read &+ 1 &+ done, as: SIMD16<UInt8>.self)
        lane.put((repeated & mask) | (next & ~mask), at: written &+ done)
        done &+= block
      }
      read &+= isRepeated ? 2 : count &+ 1
      written &+= count
    }
    self.read = read
    self.written = written
  }

  /// Unpacks one run, every step of it checked.
  private mutating func unpackRun() throws(PackBitsFailure) {
    guard unsafe read + 1 < source.count else {
      throw PackBitsFailure(
        offset: unsafe source.count, what: "\(written) of \(pixels) bytes of a segment are there")
    }
    // SAFETY: `read` and the byte after it are inside, and so are `count` bytes of both sides.
    let length = unsafe Int(source[read])
    read += 1
    if length == 128 { return }
    let count = length < 128 ? length + 1 : 257 - length
    guard count <= pixels - written else {
      throw PackBitsFailure(offset: read - 1, what: "a run goes past the end of its segment")
    }
    if length > 128 {
      for place in 0..<count { unsafe lane.put(source[read], at: written + place) }
      read += 1
    } else {
      guard unsafe count <= source.count - read else {
        throw PackBitsFailure(offset: read - 1, what: "a literal run is cut")
      }
      for place in 0..<count { unsafe lane.put(source[read + place], at: written + place) }
      read += count
    }
    written += count
  }

  /// A segment is padded to an even length; whole runs after the last pixel are no padding.
  private func checkPadding() throws(PackBitsFailure) {
    for place in unsafe read..<source.count {
      guard unsafe source[place] == 0 else {
        throw PackBitsFailure(
          offset: place, what: "runs go on after the last pixel of a segment")
      }
    }
  }
}

/// Where in a segment and why unpacking stopped short.
struct PackBitsFailure: Error {
  let offset: Int
  let what: String
}
