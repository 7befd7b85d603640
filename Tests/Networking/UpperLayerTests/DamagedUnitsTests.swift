import TestSupport
import Testing
import UpperLayer

@Suite struct `Damaged units` {
  private static let limits = UpperLayerLimits(dataUnitBytes: 4096, controlUnitBytes: 5000)

  private static func header(_ kind: UnitKind, length: Int) -> [UInt8] {
    [kind.rawValue, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
  }

  private static func unit(_ kind: UnitKind, _ body: some Collection<UInt8>) -> [UInt8] {
    header(kind, length: body.count) + body
  }

  @Test(arguments: UnitKind.allCases)
  func `are refused for their length before anything of them is taken`(kind: UnitKind) throws {
    let limit = kind == .data ? 4096 + 64 : 5000
    for length in [limit + 1, 1 << 24, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
      let error = UpperLayerError(.tooLong(kind: kind, length: length, limit: limit))
      #expect(UnitStream.error(Self.header(kind, length: length), limits: Self.limits) == error)
    }
    #expect(UnitStream.error(Self.header(kind, length: limit), limits: Self.limits) == nil)
  }

  @Test func `are refused by no limit below that of the standard's longest honest ones`() {
    let least = UpperLayerLimits(dataUnitBytes: 0, controlUnitBytes: 0, sentUnitBytes: 0)
    #expect(
      least
        == UpperLayerLimits(dataUnitBytes: 4096, controlUnitBytes: 4096, sentUnitBytes: 4096))
  }

  @Test func `are known wherever they are cut`() {
    for (kind, unit) in [
      (UnitKind.associationRequest, RecordedUnits.requestWithExtendedNegotiation),
      (.associationAcceptance, RecordedUnits.acceptance),
      (.associationRejection, RecordedUnits.rejection), (.abort, RecordedUnits.userAbort),
    ] {
      let body = unit.dropFirst(6)
      for count in 0..<body.count {
        let error = UnitStream.error(Self.unit(kind, body.prefix(count)))
        #expect(error?.abort == .invalidParameter, "\(kind), \(count) bytes")
      }
    }
  }

  @Test func `are known by items that are longer than what they are in`() {
    let body = Array(RecordedUnits.request.dropFirst(6))
    var places = [68]
    while let place = places.last, body[place] != 0x50 {
      places.append(place + 4 + Int(body[place + 2]) << 8 + Int(body[place + 3]))
    }
    // Those of the first context and of the user information.
    places += [places[1] + 8, places[places.count - 1] + 4]
    for place in places {
      var damaged = body
      damaged[place + 2] = 0xFF
      #expect(UnitStream.error(Self.unit(.associationRequest, damaged)) != nil, "\(place)")
    }
  }

  @Test(arguments: [
    (ids: [1, 3, 1], "two presentation contexts have the same number"),
    (ids: [1, 2], "presentation context 2 has an even number"),
    (ids: [0], "presentation context 0 has an even number"),
  ])
  func `are requests whose contexts have wrong numbers`(ids: [UInt8], words: String) {
    var request = AssociationRequest.sample
    request.contexts = ids.map {
      ProposedContext(id: $0, abstractSyntax: "1.2", transferSyntaxes: ["1.2"])
    }
    let bytes = ControlUnit.associationRequest(request).bytes
    #expect(UnitStream.error(bytes) == UpperLayerError(.invalid(words)))
  }

  @Test func `are fragments that do not fit into their unit`() {
    for (length, room) in [(0, 6), (1, 6), (3, 6), (0xFFFF_FFFF, 20), (0xFFFF_FFFE, 20)] {
      let rest = [UInt8](repeating: 1, count: room - 4)
      let body = Self.header(.data, length: length).dropFirst(2) + rest
      #expect(
        UnitStream.error(Self.unit(.data, body))
          == UpperLayerError(.invalid("a fragment of \(length) bytes does not fit into its unit")))
    }
    for left in 1...5 {
      let whole = RecordedUnits.data.dropFirst(6) + [UInt8](repeating: 0, count: left)
      #expect(
        UnitStream.error(Self.unit(.data, whole)) == UpperLayerError(.cut("a data unit")))
    }
  }

  @Test func `of a hundred thousand kinds are an error or units, however they are divided`() {
    var random = SeededRandom(4)
    let stream =
      RecordedUnits.requestPasscode + RecordedUnits.dataOfManyFragments + RecordedUnits.rejection
    var errors = 0
    for _ in 0..<100_000 {
      var bytes = stream
      for _ in 0...random.below(3) { random.damage(&bytes) }
      var whole = Collector()
      var divided = Collector()
      let error = whole.error(bytes, pieces: [])
      let again = divided.error(bytes, pieces: (0..<3).map { _ in random.below(80) })
      #expect(error == again && whole.found == divided.found)
      if error != nil { errors += 1 }
    }
    #expect((10_000..<90_000).contains(errors))
  }
}

extension Collector {
  /// Reads a stream; returns the error that it ends with.
  fileprivate mutating func error(_ bytes: [UInt8], pieces: [Int]) -> UpperLayerError? {
    do {
      try read(bytes, pieces: pieces)
      return nil
    } catch {
      return error
    }
  }
}

extension SeededRandom {
  /// Changes a byte, takes some out, or puts some in.
  fileprivate mutating func damage(_ bytes: inout [UInt8]) {
    let place = below(bytes.count)
    switch below(4) {
    case 0: bytes[place] = UInt8(below(256))
    case 1: bytes[place] ^= 1 << UInt8(below(8))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(9)))
    default: bytes.insert(contentsOf: self.bytes(9), at: place)
    }
  }
}
