import UpperLayer

extension FuzzTarget {
  /// Reads a stream of protocol data units, whole and in pieces, and has an association take what is
  /// found; the first byte says where the association is, the second how long pieces are.
  static let protocolUnits = FuzzTarget(name: "protocol-units") { bytes in
    guard bytes.count >= 2 else { return }
    let stream = Array(bytes.dropFirst(2))
    let whole = FoundUnits(stream, piece: stream.count)
    let divided = FoundUnits(stream, piece: 1 + Int(bytes[1]))
    precondition(whole == divided, "pieces change what is found")
    whole.units.forEach(survivesWriting)
    precondition(whole.dataBytes <= stream.count, "there is more data than was sent")
    var association = FuzzedAssociation(beginning: Int(bytes[0]))
    whole.events.forEach { association.take($0) }
    association.end()
  } seeds: { _ in
    UnitSeeds.streams
  }.mutated { UnitMutation.mutated($0, random: &$1) }

  private static func survivesWriting(_ unit: ControlUnit) {
    let written = unit.bytes
    guard let again = try? ControlUnit(unit.kind, body: written.dropFirst(6)) else {
      preconditionFailure("what was written cannot be read")
    }
    precondition(again == unit, "writing changed the unit")
    if case .associationRequest(let request) = unit {
      precondition(request.contexts.count <= 128, "there are more contexts than numbers")
    }
  }
}

/// What is in a stream.
struct FoundUnits: Equatable {
  private(set) var events: [AssociationEvent] = []
  /// What fragments are, without what stands before them.
  private(set) var fragments: [Fragment] = []
  private var isWithinFragment = false

  struct Fragment: Equatable {
    let header: FragmentHeader
    var bytes: [UInt8]
  }

  var units: [ControlUnit] {
    events.compactMap { event in
      if case .received(let unit) = event { unit } else { nil }
    }
  }

  var dataBytes: Int { fragments.reduce(0) { $0 + $1.bytes.count } }

  init(_ stream: [UInt8], piece: Int) {
    var reader = UnitReader(limits: UpperLayerLimits(dataUnitBytes: 4096, controlUnitBytes: 4096))
    for start in stride(from: 0, to: stream.count, by: max(1, piece)) {
      do {
        try take(stream, start..<min(stream.count, start + piece), reader: &reader)
      } catch {
        events.append(.receivedInvalid(error))
        return
      }
    }
  }

  private mutating func take(
    _ stream: [UInt8], _ piece: Range<Int>, reader: inout UnitReader
  ) throws(UpperLayerError) {
    let bytes = stream.span.bytes.extracting(piece)
    var position = 0
    while let event = try reader.next(in: bytes, from: &position) {
      switch event {
      case .unit(let unit): events.append(.received(unit))
      case .data(let header, let range, let endsFragment):
        add(stream[piece][range.shifted(by: piece.lowerBound)], to: header)
        if endsFragment { events.append(.receivedData) }
        isWithinFragment = !endsFragment
      }
    }
    precondition(position == piece.count, "bytes are left over")
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, to header: FragmentHeader) {
    if !isWithinFragment { fragments.append(Fragment(header: header, bytes: [])) }
    fragments[fragments.count - 1].bytes += bytes
  }
}

extension Range<Int> {
  fileprivate func shifted(by count: Int) -> Range { lowerBound + count..<upperBound + count }
}
