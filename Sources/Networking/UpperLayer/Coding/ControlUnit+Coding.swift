extension ControlUnit {
  /// Reads a unit.
  ///
  /// - Parameters:
  ///   - kind: Which it is; no data.
  ///   - body: What follows the unit's header, all of it.
  /// - Throws: ``UpperLayerError``.
  public init(_ kind: UnitKind, body: ArraySlice<UInt8>) throws(UpperLayerError) {
    switch kind {
    case .associationRequest:
      let request = try AssociationRequest(body)
      try request.checkNumbers()
      self = .associationRequest(request)
    case .associationAcceptance: self = .associationAcceptance(try AssociationAcceptance(body))
    case .associationRejection: self = .associationRejection(try AssociationRejection(body))
    case .abort: self = .abort(try AssociationAbort(body))
    case .releaseRequest: self = .releaseRequest
    case .releaseReply: self = .releaseReply
    case .data: throw UpperLayerError(.unexpected(kind))
    }
  }

  /// The unit as it is sent, with its header.
  public var bytes: [UInt8] {
    var body = ItemWriter()
    switch self {
    case .associationRequest(let request): request.write(to: &body)
    case .associationAcceptance(let acceptance): acceptance.write(to: &body)
    case .associationRejection(let rejection): rejection.write(to: &body)
    case .abort(let abort): body.raw([0, 0, abort.source, abort.reason])
    case .releaseRequest, .releaseReply: body.longWord(0)
    }
    return UnitHeader(kind: kind, length: body.bytes.count).bytes + body.bytes
  }
}

extension AssociationRejection {
  fileprivate init(_ body: ArraySlice<UInt8>) throws(UpperLayerError) {
    var reader = ItemReader(body, of: UnitKind.associationRejection.words)
    try reader.skip(1)
    self.init(result: try reader.byte(), source: try reader.byte(), reason: try reader.byte())
  }

  fileprivate func write(to writer: inout ItemWriter) {
    writer.raw([0, result, source, reason])
  }
}

extension AssociationAbort {
  fileprivate init(_ body: ArraySlice<UInt8>) throws(UpperLayerError) {
    var reader = ItemReader(body, of: UnitKind.abort.words)
    try reader.skip(2)
    self.init(source: try reader.byte(), reason: try reader.byte())
  }
}

/// What stands before every unit.
struct UnitHeader {
  static let byteCount = 6

  let kind: UnitKind
  /// The bytes that follow.
  let length: Int

  var bytes: [UInt8] {
    var writer = ItemWriter()
    writer.raw([kind.rawValue, 0])
    writer.longWord(UInt32(length))
    return writer.bytes
  }
}

extension FragmentHeader {
  /// What stands before a fragment that is sent as a data unit of its own, the unit's header
  /// included.
  ///
  /// - Parameter count: The bytes of the fragment.
  /// - Returns: The bytes that stand before them.
  public func unitBytes(fragmentOf count: Int) -> [UInt8] {
    var writer = ItemWriter()
    writer.raw(UnitHeader(kind: .data, length: count + Self.byteCount).bytes)
    writer.longWord(UInt32(count + 2))
    writer.raw([contextID, control])
    return writer.bytes
  }
}
