import MessageExchange
import UpperLayer

/// Fragments of messages to begin with, as the target takes them: context, control, length, bytes.
enum MessageSeeds {
  struct Fragment {
    let header: FragmentHeader
    let bytes: [UInt8]
  }

  /// Takes an input apart; what is left over is a fragment, too.
  static func fragments(in bytes: some Collection<UInt8>) -> [Fragment] {
    var fragments: [Fragment] = []
    var rest = Array(bytes)[...]
    while rest.count >= 4 {
      let head = Array(rest.prefix(4))
      let content = rest.dropFirst(4).prefix(Int(head[2]) << 8 | Int(head[3]))
      fragments.append(
        Fragment(
          header: FragmentHeader(contextID: head[0], control: head[1]), bytes: Array(content)))
      rest = rest.dropFirst(4 + content.count)
    }
    return fragments
  }

  static let streams: [[UInt8]] = [
    [6] + fragment(store.bytes) + fragment([1, 2, 3, 4], control: 0) + fragment([5], control: 2),
    [0] + fragment(Array(store.bytes.prefix(30)), control: 1)
      + fragment(Array(store.bytes.dropFirst(30))) + fragment([], control: 2),
    [99] + answers.flatMap { fragment($0?.bytes ?? []) },
    [3] + fragment(Command.cancel(messageID: 7).bytes, context: 255)
      + fragment(Command.echo(messageID: 7).bytes, context: 3),
  ]

  private static let store = Command.store(
    sopClass: "1.2.840.10008.5.1.4.1.1.2", sopInstance: "1.2.3", messageID: 1,
    originator: MoveOriginator(title: "FUZZ", messageID: 2))

  private static let answers = [
    store.answer(.outOfResources, comment: "no room"),
    Command.move(sopClass: "1.2", destination: "FUZZ", messageID: 3)
      .answer(.pending, subOperations: SubOperations(remaining: 1, completed: 2)),
    Command.find(sopClass: "1.2", messageID: 4).answer(.success),
  ]

  private static func fragment(
    _ bytes: [UInt8], context: UInt8 = 1, control: UInt8 = 3
  ) -> [UInt8] {
    [context, control, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
  }
}
