#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The Swift task on whose behalf threads work, so that cancelling it reaches them.
///
/// Only asked whether it is cancelled: no work runs in tasks, so that a process which forks after
/// it used them goes on working in the child.
@safe
final class CallingTask: @unchecked Sendable {
  // Sendable: whether a task is cancelled may be asked from any thread.
  private let task: UnsafeCurrentTask

  private init(_ task: UnsafeCurrentTask) {
    unsafe self.task = task
  }

  private var isCancelled: Bool { unsafe task.isCancelled }

  /// Calls `body` with the task of this thread, its own or the lent one; nil outside of tasks.
  static func withCurrent<Result>(_ body: (CallingTask?) throws -> Result) rethrows -> Result {
    try unsafe withUnsafeCurrentTask { own in
      if let own = unsafe own { return try body(unsafe CallingTask(own)) }
      return try body(lent)
    }
  }

  /// Whether this thread works for a task that was cancelled.
  static var isCurrentCancelled: Bool {
    unsafe withUnsafeCurrentTask { own in
      unsafe own?.isCancelled ?? lent?.isCancelled ?? false
    }
  }

  /// Calls `body` on a thread that works for `task` meanwhile.
  static func lending(_ task: CallingTask?, body: () -> Void) {
    guard let task else { return body() }
    let before = unsafe pthread_getspecific(key)
    // SAFETY: whoever lends the task keeps it until the body has returned.
    unsafe pthread_setspecific(key, Unmanaged.passUnretained(task).toOpaque())
    body()
    unsafe pthread_setspecific(key, before)
  }

  private static var lent: CallingTask? {
    unsafe pthread_getspecific(key).map {
      unsafe Unmanaged<CallingTask>.fromOpaque($0).takeUnretainedValue()
    }
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = unsafe pthread_key_create(&key, nil)
    precondition(status == 0, "a process has keys for its threads")
    return key
  }()
}
