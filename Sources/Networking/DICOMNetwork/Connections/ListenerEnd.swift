import Locks

/// Ends a listener as it should be: nobody new gets an association, and those who have one get time to
/// finish.
public final class ListenerEnd: Sendable {
  private let requests: AsyncStream<Int>
  private let continuation: AsyncStream<Int>.Continuation

  /// Creates an end for one listener.
  public init() {
    (requests, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
  }

  /// Tells the listener to end; more than once does no harm.
  ///
  /// - Parameter seconds: How long associations may go on.
  public func begin(within seconds: Int) {
    continuation.yield(max(0, seconds))
    continuation.finish()
  }

  /// Waits until it is told to end.
  ///
  /// - Returns: How long associations may go on; nil if the task is cancelled first.
  func begun() async -> Int? {
    var iterator = requests.makeAsyncIterator()
    return await iterator.next(isolation: #isolation)
  }
}
