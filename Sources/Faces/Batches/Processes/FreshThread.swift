import CBatches
import Files
import SeriesLoading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Work in a thread that the process has begun itself.
///
/// The thread that a split process begins with still has the number of the one that it is a copy of, and Swift's
/// runtime (6.3.1, Linux) keeps that number for its locks: where it and others want the same value that is made at
/// first use, all of them wait for ever. So it does nothing but wait.
enum FreshThread {
  private final class Work {
    let body: () -> [UInt8]
    var answer: [UInt8] = []

    init(_ body: @escaping () -> [UInt8]) { self.body = body }
  }

  /// Does the work, with what belongs to the task that calls, and waits for it; ends the process if the system has
  /// no thread for it.
  static func answer(of body: () -> [UInt8]) -> [UInt8] {
    let (remote, protected) = (RemoteInputs.current, ProtectedFiles.current)
    return withoutActuallyEscaping(body) { body in
      let work = Work {
        RemoteInputs.$current.withValue(remote) {
          ProtectedFiles.$current.withValue(protected, operation: body)
        }
      }
      // SAFETY: the object lives until the thread has ended, which is waited for.
      let code = unsafe sagitta_batch_in_thread(
        {
          guard let context = unsafe $0 else { return }
          let work = unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue()
          work.answer = work.body()
        }, Unmanaged.passUnretained(work).toOpaque())
      guard code == 0 else { _exit(1) }
      return withExtendedLifetime(work) { work.answer }
    }
  }
}
