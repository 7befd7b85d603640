package import NIOCore
import NIOPosix

/// The threads that associations live on, apart from those of other connections.
enum AssociationLoops {
  /// More than there are cores: who waits for a disk waits on one of them.
  static let group = MultiThreadedEventLoopGroup(
    numberOfThreads: max(4, System.coreCount))
}

/// Runs a task on the thread of its connection: what arrives, and what is to be sent, then changes no
/// thread on its way, and nobody has to be woken for it.
final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    // SAFETY: a job runs once, and is there until then.
    let job = UnownedJob(job)
    loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension Association {
  /// Does something on the thread of the connection, which sends and takes nothing meanwhile.
  func onItsThread<Value>(
    _ body: () async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(executor) { try await body() }
  }

  /// Does something that takes long on another thread.
  static func elsewhere<Value>(
    _ body: () async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try await body() }
  }
}

/// How many bytes are taken at a time.
package enum ReceivedBytes {
  /// Little of short messages, and much of long ones: several units at once, so that each goes to its file
  /// in one piece.
  package static let allocator = AdaptiveRecvByteBufferAllocator(
    minimum: 1 << 12, initial: 1 << 15, maximum: 1 << 19)
}
