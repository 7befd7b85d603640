import MessageExchange
import NIOCore
import UpperLayer

/// A message on its way: a command and its data set, as much of it at a time as is held.
struct PreparedMessage<Source: DataSetSource> {
  /// Where the bytes come from.
  private(set) var source: Source

  /// Units that are to be sent next.
  private(set) var units: ByteBuffer

  private let contextID: UInt8
  private let fragmentBytes: Int
  private var left: Int

  /// What is held of a data set: a slice of CT is sent in one go.
  private static var held: Int { 1 << 20 }

  init(source: Source, contextID: UInt8, fragmentBytes: Int, first: ByteBuffer) {
    self.source = source
    self.contextID = contextID
    self.fragmentBytes = fragmentBytes
    units = first
    left = source.byteCount
  }

  /// Whether nothing follows ``units``.
  var isComplete: Bool { left == 0 }

  /// Makes the first units: the command, and what of the data set goes with it.
  mutating func begin(with command: Command) throws {
    units.write(command, contextID: contextID)
    try fill()
  }

  /// Makes the next units.
  mutating func goOn(in buffer: ByteBuffer) throws {
    units = buffer
    try fill()
  }

  /// Several units are written together, so that short ones do not cost a call each.
  private mutating func fill() throws {
    let together = max(1, Self.held / fragmentBytes)
    units.reserveCapacity(
      units.readableBytes + min(left, together * fragmentBytes) + together * 12)
    for _ in 0..<together {
      let count = min(left, fragmentBytes)
      left -= count
      let header = FragmentHeader(contextID: contextID, isCommand: false, isLast: left == 0)
      units.writeBytes(header.unitBytes(fragmentOf: count))
      try source.read(count, into: &units)
      if left == 0 { return }
    }
  }
}

extension ByteBuffer {
  /// Appends the unit of a command.
  mutating func write(_ command: Command, contextID: UInt8) {
    let bytes = command.bytes
    let header = FragmentHeader(contextID: contextID, isCommand: true, isLast: true)
    writeBytes(header.unitBytes(fragmentOf: bytes.count))
    writeBytes(bytes)
  }
}
