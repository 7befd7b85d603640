/// The bits of an entropy-coded segment, most significant first, without what is stuffed after
/// bytes of 0xFF.
///
/// Behind the end of a segment there are zero bits without end; ``isOverrun`` tells whether some
/// of them were taken. That way no sample needs a check of its own.
@safe struct EntropyBits<Stuffing: ByteStuffing> {
  // SAFETY: this is the only code of the JPEG decoders that reads through pointers. `next` stays
  // between the first byte and `end`; n bytes are read only where `end - next >= n`. The bytes
  // outlive the reader, which is made and used inside one call.
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// The next bits, the first of them topmost.
  ///
  /// Below `count` bits lie zeros, or bits of the byte at `next`, which will be put there again.
  private(set) var window: UInt64 = 0

  /// Bits of the window that are there, at most 63.
  private var count = 0

  /// Zero bits that were put in behind the end.
  private var phantom = 0

  /// Begins at an offset of `bytes`, which must not be above their count.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int) {
    precondition(offset <= bytes.count && !bytes.isEmpty)
    let first = unsafe UnsafePointer(bytes.baseAddress.unsafelyUnwrapped)
    unsafe (next, end) = (first + offset, first + bytes.count)
  }

  /// Whether bits were taken that are not there, or a code that does not exist.
  var isOverrun: Bool { count < phantom }

  /// Bytes that no bit was read from yet.
  var unreadBytes: Int { unsafe end - next }

  /// Sees to it that the window holds 49 bits at least.
  @inline(__always)
  mutating func refill() {
    if !refillQuickly() { self = slowlyRefilled() }
  }

  /// Refills the window from the next eight bytes; false if not all are there, or one is 0xFF.
  @inline(__always)
  private mutating func refillQuickly() -> Bool {
    guard unsafe end - next >= 8 else { return false }
    let word = unsafe UInt64(bigEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
    // A byte of 0xFF is a byte of 0 in the complement; the classic test for such a byte.
    guard (~word &- 0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 == 0 else {
      return false
    }
    window |= word &>> UInt64(truncatingIfNeeded: count)
    unsafe next += (63 &- count) &>> 3
    count |= 56
    return true
  }

  /// Sees to it that the window holds 32 bits at least.
  ///
  /// Rarely does anything, so that most steps do not wait for the bytes that the last one left.
  @inline(__always)
  mutating func refillHalf() {
    if count < 32 { refill() }
  }

  /// Does as ``refillHalf()`` does where that is quick; false if it is not.
  @inline(__always)
  mutating func refillHalfQuickly() -> Bool {
    count >= 32 || refillQuickly()
  }

  /// Takes the topmost bits away, at most 49 after a refill.
  @inline(__always)
  mutating func skip(_ bits: Int) {
    window &<<= UInt64(truncatingIfNeeded: bits)
    count &-= bits
  }

  /// Marks the bits as unusable: a code does not exist.
  mutating func invalidate() {
    phantom = .max / 2
  }

  /// Byte by byte; by value, so that the fast path's fields stay in registers.
  @inline(never)
  private func slowlyRefilled() -> EntropyBits {
    var bits = self
    // The longest step is 15 bits: a byte of 0xFF and what is left of the next one.
    while bits.count <= 48 {
      guard let (value, size) = unsafe Stuffing.next(&bits.next, bits.end) else {
        bits.phantom += 56 - bits.count
        bits.count = 56
        break
      }
      bits.window |= UInt64(value) &<< UInt64(64 - size - bits.count)
      bits.count += size
    }
    return bits
  }

  /// Whether everything up to a marker or the end was taken, but for the padding of the last byte.
  ///
  /// At the end of the bytes one byte more may be left, which pads the frame to an even length.
  mutating func isFinished() -> Bool {
    self = slowlyRefilled()
    let left = count - phantom
    let padding = unsafe next == end ? 15 : Stuffing.longestPadding
    return left >= 0 && left <= padding
  }

  /// Passes restart marker `number` (0…7) and begins a new segment; false if it is not there.
  mutating func restart(_ number: Int) -> Bool {
    guard isFinished() else { return false }
    // Any number of 0xFF may stand before a marker.
    while unsafe end - next >= 2, unsafe next[0] == 0xFF, unsafe next[1] == 0xFF {
      unsafe next += 1
    }
    guard unsafe end - next >= 2, unsafe next[0] == 0xFF,
      unsafe Int(next[1]) == 0xD0 + number
    else { return false }
    unsafe next += 2
    window = 0
    count = 0
    phantom = 0
    return true
  }
}

/// What is stuffed after bytes of 0xFF, so that no marker appears among coded data.
protocol ByteStuffing {
  /// The most bits that can be left over before a marker.
  static var longestPadding: Int { get }

  /// Takes the next byte, or two bytes that belong together; nil at a marker or at the end.
  ///
  /// - Returns: The bits, and how many they are: 15 at most.
  static func next(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> (value: Int, size: Int)?
}

/// The bits of JPEG.
typealias JPEGBits = EntropyBits<ZeroByteStuffing>

/// The bits of JPEG-LS.
typealias JPEGLSBits = EntropyBits<ZeroBitStuffing>

/// A zero byte after 0xFF (T.81 F.1.2.3).
enum ZeroByteStuffing: ByteStuffing {
  static let longestPadding = 7

  static func next(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> (value: Int, size: Int)? {
    // SAFETY: bytes are read before `end` only.
    guard unsafe place < end else { return nil }
    let byte = unsafe Int(place.pointee)
    if byte == 0xFF {
      guard unsafe end - place >= 2, unsafe place[1] == 0 else { return nil }
      unsafe place += 1
    }
    unsafe place += 1
    return (byte, 8)
  }
}

/// A zero bit after 0xFF (T.87 A.1).
enum ZeroBitStuffing: ByteStuffing {
  // The padding's last byte is followed by another one if it is 0xFF.
  static let longestPadding = 14

  static func next(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> (value: Int, size: Int)? {
    // SAFETY: bytes are read before `end` only.
    guard unsafe place < end else { return nil }
    let byte = unsafe Int(place.pointee)
    guard byte == 0xFF else {
      unsafe place += 1
      return (byte, 8)
    }
    guard unsafe end - place >= 2, unsafe place[1] < 0x80 else { return nil }
    let next = unsafe Int(place[1])
    unsafe place += 2
    return (byte << 7 | next, 15)
  }
}
