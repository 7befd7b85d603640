import TestSupport
import Testing
import UpperLayer

@Suite struct `A reader of units` {
  private static let controls = [
    RecordedUnits.requestWithUnknownItems, RecordedUnits.acceptance, RecordedUnits.rejection,
    RecordedUnits.releaseRequest, RecordedUnits.releaseReply, RecordedUnits.userAbort,
  ]

  private static let stream =
    RecordedUnits.requestPasscode + RecordedUnits.acceptance + RecordedUnits.data
    + [4, 0, 0, 0, 0, 0] + RecordedUnits.dataOfManyFragments + RecordedUnits.releaseRequest
    + RecordedUnits.releaseReply

  @Test func `finds the same however the stream is divided`() throws {
    let bytes = Self.stream
    let whole = try UnitStream.read(bytes)
    #expect(whole.count == 9)
    for place in bytes.indices { #expect(try UnitStream.read(bytes, pieces: [place]) == whole) }
    let single = [Int](repeating: 1, count: bytes.count)
    #expect(try UnitStream.read(bytes, pieces: single) == whole)
    var random = SeededRandom(2)
    for _ in 0..<200 {
      let pieces = (0..<40).map { _ in random.below(30) }
      #expect(try UnitStream.read(bytes, pieces: pieces) == whole)
    }
  }

  @Test func `finds all fragments of random streams, of even and odd lengths`() throws {
    var random = SeededRandom(3)
    for _ in 0..<100 {
      let units = (0..<10).map { _ in random.data() }
      let pieces = (0..<20).map { _ in random.below(40) }
      #expect(
        try UnitStream.read(units.flatMap(\.bytes), pieces: pieces) == units.flatMap(\.fragments))
    }
  }

  @Test func `hands data on as it arrives`() throws {
    var reader = UnitReader()
    let header = FragmentHeader(contextID: 3, isCommand: false, isLast: true)
    let first = header.unitBytes(fragmentOf: 5) + [10, 11]
    var position = 0
    #expect(
      try reader.next(in: first, from: &position)
        == .data(header, bytes: 12..<14, endsFragment: false))
    #expect(try reader.next(in: first, from: &position) == nil)
    let second: [UInt8] = [12, 13, 14, 5]
    position = 0
    #expect(
      try reader.next(in: second, from: &position)
        == .data(header, bytes: 0..<3, endsFragment: true))
    #expect(try reader.next(in: second, from: &position) == nil && position == 4)
    #expect(!reader.isBetweenUnits)
  }

  @Test func `knows where a stream may end`() throws {
    for unit in Self.controls + [RecordedUnits.dataOfManyFragments, [4, 0, 0, 0, 0, 0]] {
      var stream = Collector()
      for (place, byte) in unit.enumerated() {
        #expect(stream.reader.isBetweenUnits == (place == 0))
        try stream.read([byte], pieces: [])
      }
      #expect(stream.reader.isBetweenUnits)
    }
  }

  @Test func `knows garbage by its first byte`() throws {
    for byte in UInt8.min...UInt8.max where !(1...7).contains(byte) {
      let error = UpperLayerError(.unknownUnit(byte))
      #expect(UnitStream.error([byte]) == error)
      #expect(UnitStream.error(RecordedUnits.data + [byte]) == error)
      #expect(error.abort == .unrecognizedUnit)
    }
    #expect(UpperLayerError(.unknownUnit(22)).description.contains("TLS"))
  }

  @Test func `does not look at reserved bytes`() throws {
    for unit in Self.controls {
      var bytes = unit
      bytes[1] = 0xFF
      #expect(try UnitStream.unit(bytes) == UnitStream.unit(unit))
    }
    var request = RecordedUnits.request
    for place in [8, 9] + Array(42..<74) { request[place] = 0xFF }
    #expect(try UnitStream.unit(request) == RecordedValues.request)
  }

  @Test func `takes a release of any content, and none`() throws {
    for (kind, unit) in [(UInt8(5), ControlUnit.releaseRequest), (6, .releaseReply)] {
      for count: UInt8 in [0, 1, 4, 9] {
        let body = [UInt8](repeating: 7, count: Int(count))
        #expect(try UnitStream.unit([kind, 0, 0, 0, 0, count] + body) == unit)
      }
    }
  }
}
