import CForks

/// A thread that may use Swift in a process that is a copy of another (fork(2) without exec).
///
/// The thread that called fork still has, in the copy, the number of the one that it is a copy of, and Swift's
/// runtime (6.3.1, Linux) keeps that number for its locks: where it and others want the same value that is made at
/// first use, all of them wait for ever. So it does nothing but wait, and another does the work.
package enum SoundThread {
  private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Does the work in this thread, or in one of its own if this one was forked and the system has a thread for it,
  /// and waits for it.
  ///
  /// - Parameter body: The work; what belongs to a task does not reach it in a thread of its own.
  package static func run(_ body: () -> Void) {
    guard sagitta_thread_was_forked() != 0 else { return body() }
    let isDone = withoutActuallyEscaping(body) { body in
      let work = Work(body)
      // SAFETY: the object lives until the thread has ended, which is waited for.
      let code = unsafe sagitta_in_thread(
        {
          guard let context = unsafe $0 else { return }
          unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body()
        }, Unmanaged.passUnretained(work).toOpaque())
      return withExtendedLifetime(work) { code == 0 }
    }
    if !isDone { body() }
  }
}
