import MessageExchange
import UpperLayer

extension FuzzTarget {
  /// Puts messages together out of fragments, whole and in pieces; the first byte says how long
  /// pieces are.
  static let messages = FuzzTarget(name: "messages") { bytes in
    guard let first = bytes.first else { return }
    let fragments = MessageSeeds.fragments(in: bytes.dropFirst())
    let whole = FoundMessages(fragments, piece: .max)
    let divided = FoundMessages(fragments, piece: 1 + Int(first))
    precondition(whole == divided, "pieces change what is found")
    whole.commands.forEach(survivesWriting)
    let sent = fragments.reduce(0) { $0 + $1.bytes.count }
    precondition(whole.dataBytes <= sent, "there is more data than was sent")
  } seeds: { _ in
    MessageSeeds.streams
  }

  private static func survivesWriting(_ command: Command) {
    guard let again = try? Command(command.bytes) else {
      preconditionFailure("what was written cannot be read")
    }
    precondition(again == command, "writing changed the command")
    precondition(!command.status.description.isEmpty)
    guard let answer = command.answer(command.status, comment: command.errorComment) else { return }
    precondition((answer.errorComment ?? "").utf8.count <= 64, "a comment is too long")
    precondition((try? Command(answer.bytes)) == answer, "an answer cannot be read")
  }
}

/// What is in fragments.
struct FoundMessages: Equatable {
  enum Event: Equatable {
    case command(Command, contextID: UInt8)
    case data([UInt8])
    case endOfData
    case failed(MessageError)
  }

  private(set) var events: [Event] = []

  var commands: [Command] {
    events.compactMap { event in
      if case .command(let command, _) = event { command } else { nil }
    }
  }

  var dataBytes: Int {
    events.reduce(0) { count, event in
      if case .data(let bytes) = event { count + bytes.count } else { count }
    }
  }

  init(_ fragments: [MessageSeeds.Fragment], piece: Int) {
    var reader = MessageReader(contexts: [1, 3, 255])
    do throws(MessageError) {
      for fragment in fragments { try take(fragment, piece: piece, reader: &reader) }
    } catch {
      events.append(.failed(error))
    }
  }

  private mutating func take(
    _ fragment: MessageSeeds.Fragment, piece: Int, reader: inout MessageReader
  ) throws(MessageError) {
    let count = fragment.bytes.count
    var start = 0
    repeat {
      let end = start + min(piece, count - start)
      let found = try reader.take(
        fragment.header, start..<end, endsFragment: end == count, of: fragment.bytes.span.bytes)
      for event in found { add(event, of: fragment.bytes) }
      start = end
    } while start < count
  }

  private mutating func add(_ event: MessageReader.Event, of bytes: [UInt8]) {
    switch event {
    case .command(let command, let id): events.append(.command(command, contextID: id))
    case .endOfData: events.append(.endOfData)
    case .data(let range):
      if case .data(let before) = events.last {
        events[events.count - 1] = .data(before + bytes[range])
      } else {
        events.append(.data(Array(bytes[range])))
      }
    }
  }
}
