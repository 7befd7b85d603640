import Locks

/// Which operations the other side has given up (C-CANCEL), as its connection sees it.
///
/// An operation that is under way asks from time to time, since it does not read what arrives.
final class Cancellations: Sendable {
  private let messages = Locked<Set<UInt16>>([])

  /// Honest peers give up one operation at a time.
  private static let most = 64

  /// A request begins: what was said of an earlier one of its number means nothing.
  func begin(_ message: UInt16) { messages.withLock { _ = $0.remove(message) } }

  /// The other side gives a request up, which may be over already.
  func cancel(_ message: UInt16) {
    messages.withLock { messages in
      if messages.count >= Self.most { messages = [] }
      messages.insert(message)
    }
  }

  /// Whether the other side has given a request up.
  func contains(_ message: UInt16) -> Bool { messages.withLock { $0.contains(message) } }
}
