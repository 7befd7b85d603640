import CSagitta
import Locks
import SagittaEngine

extension WorkContext {
  /// What a caller lets a call use.
  ///
  /// - Throws: ``WrongArgument`` for a structure that is too short, ``UnknownObject`` for a
  ///   cancellation that is none.
  init(_ call: UnsafePointer<sagitta_call>?) throws {
    var limits = WorkLimits()
    limits.memoryBytes = Self.defaultMemory
    guard let call = unsafe call else {
      self.init(limits: limits)
      return
    }
    // SAFETY: every version of the structure begins with its size.
    let size = unsafe Int(call.pointee.size)
    guard unsafe size >= MemoryLayout<sagitta_call>.size else {
      throw WrongArgument(
        "sagitta_call has a size of \(size) bytes; set it to sizeof(sagitta_call)")
    }
    let given = unsafe call.pointee
    if unsafe given.memory_bytes > 0 {
      limits.memoryBytes = unsafe Int(clamping: given.memory_bytes)
    }
    let leader = try unsafe ObjectTable.shared.object(
      ifAny: given.cancellation, as: CancellationObject.self)
    let cancellation = Cancellation(following: leader?.cancellation)
    self.init(
      workers: unsafe given.workers == 0 ? nil : Int(clamping: given.workers), limits: limits,
      cancellation: cancellation, report: unsafe Self.report(given, cancellation: cancellation))
  }

  /// What a call may hold unless it is told: most of what the machine, or the process, may have.
  private static let defaultMemory = MachineMemory.bytes / 10 * 9

  private static func report(
    _ call: sagitta_call, cancellation: Cancellation
  ) -> (@Sendable (WorkProgress) -> Void)? {
    guard let progress = unsafe call.progress else { return nil }
    // SAFETY: the header says that both are called from any thread, one at a time.
    nonisolated(unsafe) let context = unsafe call.context
    let turn = Locked(())
    return { now in
      turn.withLock { _ in
        guard !cancellation.isRequested else { return }
        let goesOn = unsafe now.stage.withCString {
          unsafe progress(context, $0, UInt64(clamping: now.completed), UInt64(clamping: now.total))
        }
        if goesOn != 0 { cancellation.request() }
      }
    }
  }
}
