public import Faults
import Synchronization

/// A flag that asks work to stop: set by one side, looked at between bands and files.
public final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)
  private let leader: Cancellation?
  private let whenAsked: (@Sendable () -> Void)?

  /// Creates a flag that is not set.
  ///
  /// - Parameter leader: Another flag, which sets this one too, but is not set by it: one call of
  ///   several can be stopped alone, or all of them together.
  public init(following leader: Cancellation? = nil) {
    self.leader = leader
    whenAsked = nil
  }

  /// Creates a flag that is not set, and that tells whenever work looks at it: how much work lies
  /// between two looks is measured by this.
  ///
  /// - Parameter whenAsked: Called before each look, on the thread that works.
  package init(whenAsked: @escaping @Sendable () -> Void) {
    leader = nil
    self.whenAsked = whenAsked
  }

  /// Whether the work was asked to stop.
  public var isRequested: Bool {
    whenAsked?()
    return requested.load(ordering: .relaxed) || leader?.isRequested ?? false
  }

  /// Asks the work to stop at its next band or file; cannot be taken back.
  public func request() {
    requested.store(true, ordering: .relaxed)
  }
}

/// Work stopped because its ``Cancellation`` was requested, or the task that called was cancelled;
/// nothing it made is complete.
public struct WorkCancelled: Fault, Hashable {
  /// Creates the error.
  public init() {}

  /// One line for people.
  public var description: String { "cancelled" }

  /// `cancelled`.
  public var code: FaultCode { "cancelled" }

  /// The work was asked to stop.
  public var kind: FaultKind { .cancelled }
}
