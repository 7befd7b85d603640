import Locks
import MessageExchange

/// An association is over, but not the work that is shared.
struct AssociationBroke: Error {
  /// Whether work is left that somebody else has to do.
  let leavesWork: Bool
}

/// Work that several tasks share.
final class SharedQueue<Element: Sendable>: Sendable {
  private let left: Locked<ArraySlice<Element>>

  init(_ elements: [Element]) { left = Locked(elements[...]) }

  /// The next element, which nobody else gets; nil if there is none.
  func next() -> Element? { left.withLock { $0.popFirst() } }

  /// Gives an element back.
  func giveBack(_ element: Element) { left.withLock { $0.append(element) } }

  /// Whether nothing is left.
  var isEmpty: Bool { left.withLock { $0.isEmpty } }
}

extension NetworkClient {
  /// Does something on several associations at once.
  ///
  /// One has to be granted; what the other side does not grant more is done without. One that breaks
  /// ends them all, unless `body` throws ``AssociationBroke``: then another takes its place.
  ///
  /// - Parameters:
  ///   - count: How many; at least one.
  ///   - peer: The other side.
  ///   - plan: What each proposes.
  ///   - body: What to do on each; what there is to do, they share.
  /// - Throws: ``NetworkError``; what `body` throws.
  func withAssociations(
    _ count: Int, to peer: NetworkPeer, proposing plan: ContextPlan,
    _ body: @escaping @Sendable (Association) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (any Error)?.self) { group in
      for _ in 0..<max(1, count) {
        group.addTask { try await opening(to: peer, proposing: plan, body) }
      }
      var refusal: (any Error)?
      var isGranted = false
      for try await outcome in group {
        if let outcome { refusal = outcome } else { isGranted = true }
      }
      if !isGranted, let refusal { throw refusal }
    }
  }

  /// Does something on an association.
  ///
  /// - Returns: Why there is none; nil if there was.
  private func opening(
    to peer: NetworkPeer, proposing plan: ContextPlan,
    _ body: @Sendable (Association) async throws -> Void
  ) async throws -> (any Error)? {
    var isAnother = false
    while true {
      var isOpen = false
      do {
        try await withAssociation(to: peer, proposing: plan) { association in
          isOpen = true
          try await body(association)
        }
        return nil
      } catch let error as NetworkError where !isOpen && !isAnother {
        return error
      } catch let broken as AssociationBroke {
        guard broken.leavesWork else { return nil }
        isAnother = true
      }
    }
  }
}
