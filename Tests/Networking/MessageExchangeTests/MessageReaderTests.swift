import MessageExchange
import Testing
import UpperLayer

@Suite struct `Messages out of fragments` {
  private struct Fragment {
    let header: FragmentHeader
    let bytes: [UInt8]

    init(_ bytes: [UInt8], context: UInt8 = 1, isCommand: Bool = true, isLast: Bool = true) {
      header = FragmentHeader(contextID: context, isCommand: isCommand, isLast: isLast)
      self.bytes = bytes
    }
  }

  /// What a message is made of, with the bytes of the data set themselves.
  private enum Found: Equatable {
    case command(Command, contextID: UInt8)
    case data([UInt8])
    case endOfData
  }

  /// Reads fragments in pieces of at most so many bytes; neighbouring data are put together.
  private func read(
    _ fragments: [Fragment], pieces: Int = .max, contexts: [UInt8] = [1, 3]
  ) throws -> [Found] {
    var reader = MessageReader(contexts: contexts)
    var found: [Found] = []
    for fragment in fragments {
      let count = fragment.bytes.count
      let step = max(1, min(pieces, count))
      let starts = count == 0 ? [0] : Array(stride(from: 0, to: count, by: step))
      for start in starts {
        let end = min(count, start + step)
        let events = try reader.take(
          fragment.header, start..<end, endsFragment: end == count,
          of: fragment.bytes)
        for event in events { add(event, of: fragment.bytes, to: &found) }
      }
    }
    return found
  }

  private func add(_ event: MessageReader.Event, of bytes: [UInt8], to found: inout [Found]) {
    switch event {
    case .command(let command, let id): found.append(.command(command, contextID: id))
    case .endOfData: found.append(.endOfData)
    case .data(let range):
      if case .data(let before)? = found.last {
        found[found.count - 1] = .data(before + bytes[range])
      } else {
        found.append(.data(Array(bytes[range])))
      }
    }
  }

  private func reason(_ fragments: [Fragment]) -> MessageError.Reason? {
    do {
      _ = try read(fragments)
      return nil
    } catch {
      return (error as? MessageError)?.reason
    }
  }

  private let store = RecordedCommands.store
  private let data = (0..<100).map { UInt8($0) }

  @Test func `are the same however they are divided`() throws {
    let expected: [Found] = [
      .command(try Command(store), contextID: 3), .data(data), .endOfData,
      .command(try Command(RecordedCommands.echo), contextID: 1),
    ]
    for fragment in [1, 2, 7, 99, 1000] {
      for pieces in [1, 3, 1000] {
        let fragments =
          divided(store, by: fragment, context: 3, isCommand: true)
          + divided(data, by: fragment, context: 3, isCommand: false)
          + [Fragment(RecordedCommands.echo)]
        #expect(try read(fragments, pieces: pieces) == expected, "\(fragment) \(pieces)")
      }
    }
  }

  private func divided(
    _ bytes: [UInt8], by count: Int, context: UInt8, isCommand: Bool
  ) -> [Fragment] {
    stride(from: 0, to: bytes.count, by: count).map { start in
      Fragment(
        Array(bytes[start..<min(start + count, bytes.count)]), context: context,
        isCommand: isCommand, isLast: start + count >= bytes.count)
    }
  }

  @Test func `may have empty fragments, and empty data sets`() throws {
    let found = try read([
      Fragment([], isLast: false), Fragment(store, isLast: false), Fragment([]),
      Fragment([], isCommand: false, isLast: false), Fragment([], isCommand: false),
    ])
    #expect(found == [.command(try Command(store), contextID: 1), .endOfData])
  }

  @Test func `come in contexts that were agreed on`() {
    #expect(reason([Fragment(store, context: 5)]) == .unknownContext(5))
    #expect(reason([Fragment(store, context: 0)]) == .unknownContext(0))
    #expect(
      reason([Fragment(store), Fragment(data, context: 7, isCommand: false)])
        == .unknownContext(7))
  }

  @Test func `come one after the other`() {
    let isOutOfOrder: ([Fragment]) -> Bool = {
      if case .outOfOrder = self.reason($0) { true } else { false }
    }
    #expect(isOutOfOrder([Fragment(data, isCommand: false)]))
    #expect(isOutOfOrder([Fragment(store, isLast: false), Fragment(data, isCommand: false)]))
    #expect(isOutOfOrder([Fragment(store, isLast: false), Fragment(store, context: 3)]))
    #expect(isOutOfOrder([Fragment(store), Fragment(store)]))
    #expect(isOutOfOrder([Fragment(store), Fragment(data, context: 3, isCommand: false)]))
    #expect(
      isOutOfOrder([
        Fragment(store), Fragment(data, isCommand: false), Fragment(data, isCommand: false),
      ]))
    #expect(isOutOfOrder([Fragment(RecordedCommands.echo), Fragment(data, isCommand: false)]))
  }

  @Test func `have commands of bounded length`() {
    let piece = Fragment([UInt8](repeating: 0, count: 4096), isLast: false)
    #expect(reason([Fragment](repeating: piece, count: 16)) == nil)
    #expect(
      reason([Fragment](repeating: piece, count: 17)) == .tooLong(limit: CommandSet.longest))
  }

  @Test func `are between each other only when nothing is missing`() throws {
    var reader = MessageReader(contexts: [1])
    let command = store
    #expect(reader.isBetweenMessages)
    let header = FragmentHeader(contextID: 1, isCommand: true, isLast: true)
    _ = try reader.take(header, 0..<5, endsFragment: false, of: command)
    #expect(!reader.isBetweenMessages)
    _ = try reader.take(header, 5..<store.count, endsFragment: true, of: command)
    #expect(!reader.isBetweenMessages)
    let last = FragmentHeader(contextID: 1, isCommand: false, isLast: true)
    _ = try reader.take(last, 0..<1, endsFragment: true, of: command)
    #expect(reader.isBetweenMessages)
  }
}

extension MessageReader {
  fileprivate mutating func take(
    _ header: FragmentHeader, _ range: Range<Int>, endsFragment: Bool, of bytes: [UInt8]
  ) throws(MessageError) -> [Event] {
    // SAFETY: bytes have no padding between them.
    try take(header, range, endsFragment: endsFragment, of: unsafe bytes.span.bytes)
  }
}
