/// Bits for a JPEG-LS scan: after a byte FF a zero bit is stuffed, so that no marker appears
/// (T.87 A.1).
struct JPEGLSBitWriter {
  private(set) var bytes: [UInt8]
  /// The bits to come, in the lowest `pending` places.
  private var window: UInt64 = 0
  private var pending = 0
  private var followsFF = false

  init(after header: [UInt8], capacity: Int) {
    bytes = header
    bytes.reserveCapacity(header.count + capacity)
  }

  /// Appends the lowest `count` bits of a number, at most 32 of them.
  @inline(__always)
  mutating func append(_ bits: UInt32, count: Int) {
    window = window &<< UInt64(truncatingIfNeeded: count) | UInt64(bits)
    pending &+= count
    while pending >= 8 { flushByte() }
  }

  @inline(__always)
  private mutating func flushByte() {
    let count = followsFF ? 7 : 8
    pending &-= count
    let byte =
      UInt8(truncatingIfNeeded: window &>> UInt64(truncatingIfNeeded: pending))
      & (followsFF ? 0x7F : 0xFF)
    bytes.append(byte)
    followsFF = byte == 0xFF
  }

  /// Appends a number in a Golomb code of limited length (T.87 A.5.3), as the decoder reads it.
  @inline(__always)
  mutating func golomb(_ value: Int32, _ k: Int, limit: Int, escapeBits: Int) {
    let number = UInt32(bitPattern: value)
    let high = Int(number &>> UInt32(truncatingIfNeeded: k))
    if high < limit {
      zeros(high)
      append(1, count: 1)
      append(number & (1 &<< UInt32(truncatingIfNeeded: k) &- 1), count: k)
    } else {
      zeros(limit)
      append(1, count: 1)
      append(number &- 1, count: escapeBits)
    }
  }

  @inline(__always)
  private mutating func zeros(_ count: Int) {
    var left = count
    while left > 32 {
      append(0, count: 32)
      left &-= 32
    }
    append(0, count: left)
  }

  /// Fills the last byte up with zeros, and ends a scan whose last byte is FF with another.
  mutating func finish() {
    if pending > 0 {
      let room = followsFF ? 7 : 8
      window = window &<< UInt64(truncatingIfNeeded: room - pending)
      pending = room
      flushByte()
    }
    if followsFF { bytes.append(0) }
    followsFF = false
  }
}
