import Testing
import UpperLayer

/// What is in a stream of bytes: units, and whole fragments.
enum UnitStream: Hashable {
  case unit(ControlUnit)
  case fragment(FragmentHeader, [UInt8])

  /// All that is in a stream that ends between units.
  static func read(
    _ bytes: [UInt8], pieces: [Int] = [], limits: UpperLayerLimits = UpperLayerLimits()
  ) throws -> [UnitStream] {
    var stream = Collector(limits: limits)
    try stream.read(bytes, pieces: pieces)
    #expect(stream.reader.isBetweenUnits)
    return stream.found
  }

  /// The only unit of a stream.
  static func unit(_ bytes: [UInt8]) throws -> ControlUnit? {
    let found = try read(bytes)
    guard found.count == 1, case .unit(let unit) = found[0] else { return nil }
    return unit
  }

  /// The error that a stream ends with; nil if it has none.
  static func error(
    _ bytes: [UInt8], limits: UpperLayerLimits = UpperLayerLimits()
  ) -> UpperLayerError? {
    var stream = Collector(limits: limits)
    do {
      try stream.read(bytes, pieces: [])
      return nil
    } catch {
      return error
    }
  }
}

/// Reads a stream in pieces, and joins what belongs to one fragment.
struct Collector {
  private(set) var reader: UnitReader
  private(set) var found: [UnitStream] = []
  private var fragment: [UInt8] = []

  init(limits: UpperLayerLimits = UpperLayerLimits()) { reader = UnitReader(limits: limits) }

  /// Reads pieces of the lengths that are named, and the rest as one.
  mutating func read(_ bytes: [UInt8], pieces: [Int]) throws(UpperLayerError) {
    var rest = bytes[...]
    for count in pieces + [bytes.count] {
      try take(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
  }

  private mutating func take(_ piece: [UInt8]) throws(UpperLayerError) {
    var position = 0
    while let event = try reader.next(in: piece, from: &position) {
      add(event, of: piece)
    }
    #expect(position == piece.count)
  }

  private mutating func add(_ event: UnitReader.Event, of piece: [UInt8]) {
    switch event {
    case .unit(let unit): found.append(.unit(unit))
    case .data(let header, let range, let endsFragment):
      fragment += piece[range]
      guard endsFragment else { return }
      found.append(.fragment(header, fragment))
      fragment = []
    }
  }
}

extension UnitReader {
  mutating func next(
    in bytes: [UInt8], from position: inout Int
  ) throws(UpperLayerError) -> Event? {
    // SAFETY: bytes have no padding between them.
    try next(in: unsafe bytes.span.bytes, from: &position)
  }
}
