import CUnpacking

/// A part of a stream that can be inflated before what lies before it is.
///
/// It begins with units, of which some stand for bytes of the unknown window; as soon as there
/// are none among the last 32 KiB, the rest are bytes. One thread at a time may inflate it;
/// several may copy from it.
@safe final class InflatedPart: @unchecked Sendable {
  /// What inflated it, which is where the part ends.
  var inflater: BlockInflater
  /// What came out before the part; to be set before bytes are taken.
  var window = Window() { didSet { fillTable() } }
  /// The bit of the source where it begins; nil if it is of no use.
  private(set) var start: Int?
  private let units: UnsafeMutablePointer<UInt16>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// The byte that each unit stands for.
  private let table: UnsafeMutablePointer<UInt8>
  private var unitCount = 0
  private var byteCount = 0

  /// The memory of a part that is always exact, and of another.
  static var exactBytes: Int { 16 << 20 }
  static var bytes: Int { 12 << 20 }

  /// The most units, and the most bytes.
  private let room: (units: Int, bytes: Int)

  /// Creates an empty part; one that is always exact has no units, and is longer.
  init(_ source: CompressedSource, isExact: Bool) throws(CompressionError) {
    inflater = try BlockInflater(source)
    room = isExact ? (0, 16 << 20) : (4 << 20, 4 << 20)
    // A window lies before the first of each.
    unsafe units = .allocate(capacity: Window.length + room.units)
    unsafe bytes = .allocate(capacity: Window.length + room.bytes)
    unsafe table = .allocate(capacity: 1 << 16)
    unsafe table.initialize(repeating: 0, count: 1 << 16)
    for n in 0..<256 { unsafe table[n] = UInt8(n) }
    for n in 0..<Window.length {
      unsafe units[n] = UInt16(sagitta_first_marker + n)
    }
  }

  deinit {
    unsafe units.deallocate()
    unsafe bytes.deallocate()
    unsafe table.deallocate()
  }

  /// How many bytes came out.
  var count: Int { unitCount + byteCount }

  /// Inflates from the first block that seems to begin in a range of bits to the first one that
  /// ends behind it.
  ///
  /// Errors make it useless: where they are true, they are met again.
  func inflate(_ bits: Range<Int>) {
    start = nil
    unitCount = 0
    byteCount = 0
    do {
      guard try inflater.search(bits) else { return }
      let start = inflater.bit
      if try inflateUnits(to: bits.upperBound) {
        try inflateBytes(history: Window.length, to: bits.upperBound)
      }
      self.start = start
    } catch {}
  }

  /// Goes on exactly where an inflater is, which then is this part's, behind a known window.
  func inflate(with exact: BlockInflater, behind window: Window, to end: Int) throws {
    inflater = exact
    start = exact.bit
    unitCount = 0
    byteCount = 0
    self.window = window
    // SAFETY: there is room for a window before the first byte.
    unsafe window.copy(to: bytes)
    try inflateBytes(history: window.known, to: end)
  }

  /// Whether the window of what follows is known then.
  private func inflateUnits(to end: Int) throws -> Bool {
    while inflater.bit < end, !inflater.isAtEnd, unitCount < room.units {
      unitCount += try unsafe inflater.inflate(
        into: units + Window.length + unitCount, history: Window.length + unitCount,
        room: room.units - unitCount
      ).count
      let last = unsafe units + unitCount
      if unitCount >= Window.length,
        unsafe sagitta_plain_tail(last, Window.length) == Window.length
      {
        unsafe sagitta_resolve_units(last, Window.length, table, bytes)
        return true
      }
    }
    return false
  }

  private func inflateBytes(history: Int, to end: Int) throws {
    while inflater.bit < end, !inflater.isAtEnd, byteCount < room.bytes {
      byteCount += try unsafe inflater.inflate(
        into: bytes + Window.length + byteCount, history: history + byteCount,
        room: room.bytes - byteCount
      ).count
    }
  }

  /// Copies some of what came out.
  ///
  /// - Throws: ``CompressionError`` if a match reaches before the beginning of the stream.
  /// - Precondition: The window is set, and `out` takes `range.count` bytes.
  func copy(_ range: Range<Int>, to out: UnsafeMutablePointer<UInt8>) throws(CompressionError) {
    let inUnits = range.clamped(to: 0..<unitCount)
    // SAFETY: the ranges lie in what was written.
    let first = unsafe units + Window.length + inUnits.lowerBound
    guard
      unsafe window.known == Window.length
        || sagitta_first_marker_in(first, inUnits.count) >= Window.length - window.known
    else {
      throw CompressionError(
        reason: .corrupt("a match reaches too far back"), offset: (start ?? 0) / 8)
    }
    unsafe sagitta_resolve_units(first, inUnits.count, table, out)
    let inBytes = range.clamped(to: unitCount..<unitCount + byteCount)
    unsafe (out + inUnits.count).update(
      from: bytes + Window.length + inBytes.lowerBound - unitCount, count: inBytes.count)
  }

  private func fillTable() {
    // SAFETY: a window's length of entries follows the first marker.
    unsafe window.copy(to: table + sagitta_first_marker)
  }

  /// What lies before the bytes that follow the part.
  func windowBehind() throws(CompressionError) -> Window {
    let tail = min(count, Window.length)
    var last = [UInt8](repeating: 0, count: tail)
    let result = unsafe last.withUnsafeMutableBufferPointer { buffer in
      Result { () throws(CompressionError) in
        if let start = buffer.baseAddress { try unsafe copy(count - tail..<count, to: start) }
      }
    }
    try result.get()
    return window.followed(by: last)
  }
}

/// The last bytes that came out of a stream, into which matches may reach.
struct Window {
  /// How far back a match may reach.
  static let length = sagitta_window_length

  /// As many as the length; those that are known are the last ones.
  private(set) var bytes = [UInt8](repeating: 0, count: length)
  /// How many are known.
  private(set) var known = 0

  /// The window behind further bytes, of which no more than its length matter.
  func followed(by next: [UInt8]) -> Window {
    var result = self
    let next = next.suffix(Self.length)
    result.bytes.removeFirst(next.count)
    result.bytes += next
    result.known = min(Self.length, known + next.count)
    return result
  }

  /// Copies it.
  ///
  /// - Precondition: There is room for it.
  func copy(to out: UnsafeMutablePointer<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer {
      if let start = $0.baseAddress { unsafe out.update(from: start, count: Self.length) }
    }
  }
}
