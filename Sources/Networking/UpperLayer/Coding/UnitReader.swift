/// Takes a stream of bytes apart into protocol data units.
///
/// Data is handed on as it arrives and is never kept; of other units at most
/// ``UpperLayerLimits/controlUnitBytes`` are. A peer that sends garbage is known by its first byte.
public struct UnitReader: Sendable {
  /// What was found.
  public enum Event: Hashable, Sendable {
    /// A whole unit that is no data.
    case unit(ControlUnit)
    /// Bytes of a fragment: where they lie in what was given, and whether the fragment ends with them.
    case data(FragmentHeader, bytes: Range<Int>, endsFragment: Bool)
  }

  /// What is being read.
  private enum Place: Sendable {
    /// The header of a unit.
    case header
    /// A unit that is no data.
    case unit(UnitKind, length: Int)
    /// The header of a fragment; so many bytes of the unit are left.
    case fragmentHeader(unitLeft: Int)
    /// The bytes of a fragment.
    case fragment(FragmentHeader, left: Int, unitLeft: Int)
  }

  private let limits: UpperLayerLimits
  private var place = Place.header
  /// What is there of a header or a control unit.
  private var held: [UInt8] = []

  /// Creates a reader at the beginning of a stream.
  public init(limits: UpperLayerLimits = UpperLayerLimits()) { self.limits = limits }

  /// Whether the stream may end here: no unit has begun.
  public var isBetweenUnits: Bool {
    if case .header = place { return held.isEmpty }
    return false
  }

  /// Takes the next event out of bytes that arrived.
  ///
  /// - Parameters:
  ///   - bytes: What arrived.
  ///   - position: Where to go on in it; moved behind what was taken.
  /// - Returns: The event; nil if all bytes were taken and more are needed.
  /// - Throws: ``UpperLayerError``, after which the stream cannot be read on.
  public mutating func next(
    in bytes: RawSpan, from position: inout Int
  ) throws(UpperLayerError) -> Event? {
    while true {
      switch place {
      case .header:
        if held.isEmpty, position < bytes.byteCount { try checkFirst(bytes[position]) }
        guard hold(UnitHeader.byteCount, of: bytes, from: &position) else { return nil }
        try beginUnit()
      case .unit(let kind, let length):
        guard hold(length, of: bytes, from: &position) else { return nil }
        let unit = try ControlUnit(kind, body: held[...])
        held = []
        place = .header
        return .unit(unit)
      case .fragmentHeader(unitLeft: 0):
        place = .header
      case .fragmentHeader(let unitLeft):
        guard unitLeft >= FragmentHeader.byteCount else {
          throw UpperLayerError(.cut(UnitKind.data.words))
        }
        guard hold(FragmentHeader.byteCount, of: bytes, from: &position) else { return nil }
        if let event = try beginFragment(unitLeft: unitLeft, at: position) { return event }
      case .fragment(let header, let left, let unitLeft):
        guard position < bytes.byteCount else { return nil }
        return takeFragment(
          header, left: left, unitLeft: unitLeft, of: bytes, from: &position)
      }
    }
  }

  /// Whether so many bytes are held now; takes what is there.
  private mutating func hold(_ count: Int, of bytes: RawSpan, from position: inout Int) -> Bool {
    let end = position + min(count - held.count, bytes.byteCount - position)
    while position < end {
      held.append(bytes[position])
      position += 1
    }
    return held.count == count
  }

  private func checkFirst(_ byte: UInt8) throws(UpperLayerError) {
    guard UnitKind(rawValue: byte) != nil else { throw UpperLayerError(.unknownUnit(byte)) }
  }

  private mutating func beginUnit() throws(UpperLayerError) {
    guard let kind = UnitKind(rawValue: held[0]) else {
      throw UpperLayerError(.unknownUnit(held[0]))
    }
    let length = Self.longWord(held[2..<6])
    let limit =
      kind == .data
      ? Int(limits.dataUnitBytes) + UpperLayerLimits.margin : limits.controlUnitBytes
    guard length <= limit else {
      throw UpperLayerError(.tooLong(kind: kind, length: length, limit: limit))
    }
    held = []
    place = kind == .data ? .fragmentHeader(unitLeft: length) : .unit(kind, length: length)
  }

  /// Goes into a fragment; one without bytes is an event at once.
  private mutating func beginFragment(
    unitLeft: Int, at position: Int
  ) throws(UpperLayerError) -> Event? {
    let length = Self.longWord(held[0..<4])
    let header = FragmentHeader(contextID: held[4], control: held[5])
    held = []
    guard length >= 2, length + 4 <= unitLeft else {
      throw UpperLayerError(.invalid("a fragment of \(length) bytes does not fit into its unit"))
    }
    let rest = unitLeft - 4 - length
    guard length > 2 else {
      place = .fragmentHeader(unitLeft: rest)
      return .data(header, bytes: position..<position, endsFragment: true)
    }
    place = .fragment(header, left: length - 2, unitLeft: rest)
    return nil
  }

  private mutating func takeFragment(
    _ header: FragmentHeader, left: Int, unitLeft: Int, of bytes: RawSpan,
    from position: inout Int
  ) -> Event {
    let start = position
    let count = min(left, bytes.byteCount - position)
    position += count
    place =
      count == left
      ? .fragmentHeader(unitLeft: unitLeft)
      : .fragment(header, left: left - count, unitLeft: unitLeft)
    return .data(header, bytes: start..<position, endsFragment: count == left)
  }

  private static func longWord(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}

extension RawSpan {
  /// The byte at a place, which is checked.
  fileprivate subscript(position: Int) -> UInt8 {
    // SAFETY: the offset is checked by what reads the byte.
    unsafe unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }
}
