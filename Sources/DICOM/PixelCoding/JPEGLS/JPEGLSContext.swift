/// What was learnt of errors in one kind of surroundings: A, B, C and N of T.87.
struct JPEGLSContext {
  /// The sum of the errors' sizes.
  var size: Int32
  /// The sum of the errors; in run contexts, how many were negative.
  var bias: Int32 = 0
  /// How many errors were seen.
  var count: Int32 = 1
  /// What the prediction is corrected by.
  var correction: Int16 = 0
  /// The Golomb parameter of the next error.
  ///
  /// Kept here, since a decoder waits for it: it is known long before the context comes again.
  var golomb: Int16

  init(range: Int) {
    size = Int32(max(2, (range + 32) / 64))
    golomb = Int16(Self.golombParameter(size, count: 1))
  }

  /// The least k with N · 2ᵏ ≥ A.
  @inline(__always)
  static func golombParameter(_ size: Int32, count: Int32) -> Int {
    let k = max(0, count.leadingZeroBitCount &- size.leadingZeroBitCount)
    return count &<< Int32(truncatingIfNeeded: k) < size ? k &+ 1 : k
  }

  /// Learns an error in regular mode (T.87 A.6).
  ///
  /// Hostile sums wrap; they stay numbers.
  @inline(__always)
  mutating func learn(_ error: Int32, step: Int32, reset: Int32) {
    size &+= abs(error)
    bias &+= error &* step
    if count == reset {
      size &>>= 1
      bias &>>= 1
      count &>>= 1
    }
    count &+= 1
    // T.87 A.6.2 without branches, which noise would mislead: where nothing changes, the bias lies
    // between the bounds already.
    let change: Int32 = (bias > 0 ? 1 : 0) &- (bias <= 0 &- count ? 1 : 0)
    bias = min(max(bias &- change &* count, 1 &- count), 0)
    let corrected = correction &+ Int16(truncatingIfNeeded: change)
    if corrected == Int16(Int8(truncatingIfNeeded: corrected)) { correction = corrected }
    // The parameter nearly always stays.
    let scaled = count &<< Int32(golomb)
    if scaled < size || scaled &>> 1 >= size {
      golomb = Int16(truncatingIfNeeded: Self.golombParameter(size, count: count))
    }
  }

  /// Learns an error at the end of a run (T.87 A.7.2).
  mutating func learnInterruption(_ error: Int32, size newSize: Int32, reset: Int32) {
    if error < 0 { bias &+= 1 }
    size &+= newSize
    if count == reset {
      size &>>= 1
      bias &>>= 1
      count &>>= 1
    }
    count &+= 1
  }
}

extension EntropyBits {
  /// Takes a number in a Golomb code of limited length (T.87 A.5.3): as many zeros as its upper
  /// part says, a one, and `k` lower bits; or `limit` zeros, a one, and the number less 1.
  @inline(__always)
  mutating func golomb(_ k: Int, limit: Int, escapeBits: Int) -> Int32 {
    refillHalf()
    if let value = shortGolomb(k, limit: limit) { return value }
    let (value, rest) = longGolomb(k, limit: limit, escapeBits: escapeBits)
    self = rest
    return value
  }

  /// Takes a number whose code has at most 31 bits, which the window holds; nil for a longer one.
  @inline(__always)
  mutating func shortGolomb(_ k: Int, limit: Int) -> Int32? {
    let zeros = window.leadingZeroBitCount
    guard zeros < limit, zeros &+ k < 31 else { return nil }
    skip(zeros &+ 1)
    let low = k == 0 ? 0 : Int32(truncatingIfNeeded: window &>> UInt64(64 &- k))
    skip(k)
    return Int32(truncatingIfNeeded: zeros) &<< Int32(truncatingIfNeeded: k) | low
  }

  /// By value, so that the caller's fields stay in registers.
  @inline(never)
  private func longGolomb(
    _ k: Int, limit: Int, escapeBits: Int
  ) -> (Int32, EntropyBits) {
    var bits = self
    // A window holds 49 bits for certain; the zeros can be 62.
    var zeros = 0
    while true {
      bits.refill()
      let more = bits.window.leadingZeroBitCount
      guard more >= 32 else {
        zeros += more
        bits.skip(more + 1)
        break
      }
      zeros += 32
      bits.skip(32)
      guard zeros <= limit else { break }
    }
    guard zeros <= limit, k <= 32 else {
      bits.invalidate()
      return (0, bits)
    }
    bits.refill()
    let size = zeros < limit ? k : escapeBits
    let low = size == 0 ? 0 : Int32(truncatingIfNeeded: bits.window &>> UInt64(64 - size))
    bits.skip(size)
    let high = Int32(truncatingIfNeeded: zeros) &<< Int32(truncatingIfNeeded: k)
    return (zeros < limit ? high | low : low &+ 1, bits)
  }
}
