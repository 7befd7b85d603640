import Synchronization

/// A flag that asks work to stop: set by one side, looked at between bands and files.
public final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)

  /// Creates a flag that is not set.
  public init() {}

  /// Whether the work was asked to stop.
  public var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Asks the work to stop at its next band or file; cannot be taken back.
  public func request() {
    requested.store(true, ordering: .relaxed)
  }

  /// Returns normally unless the work was asked to stop.
  ///
  /// - Throws: ``WorkCancelled``.
  public func check() throws(WorkCancelled) {
    if isRequested { throw WorkCancelled() }
  }
}

/// Work stopped because its ``Cancellation`` was requested; nothing it made is complete.
public struct WorkCancelled: Error, Hashable, CustomStringConvertible {
  /// Creates the error.
  public init() {}

  /// One line for people.
  public var description: String { "cancelled" }
}
