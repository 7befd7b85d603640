#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension WorkLimits {
  /// The bytes that may be taken on top of what is held.
  public var availableBytes: Int { max(0, memoryBytes - heldBytes) }

  /// Returns these limits for work beside more memory that is held.
  ///
  /// - Parameter bytes: What is held on top, and unknown to the call.
  /// - Returns: Limits that are the same in all else.
  public func holding(_ bytes: Int) -> WorkLimits {
    var limits = self
    limits.heldBytes = heldBytes.addingReportingOverflow(bytes).overflow ? .max : heldBytes + bytes
    return limits
  }

  /// Refuses work before it begins that would hold more than is allowed, or than the system gives.
  ///
  /// - Parameter bytes: All that the work holds at one time, beside ``heldBytes``.
  /// - Throws: ``MemoryExceeded``.
  public func checkMemory(_ bytes: Int) throws(MemoryExceeded) {
    guard bytes <= availableBytes else {
      let (needed, isHuge) = heldBytes.addingReportingOverflow(bytes)
      throw .overLimit(needed: isHuge ? .max : needed, limit: memoryBytes)
    }
    try Self.checkSystem(bytes)
  }

  /// Below this the system is not asked: what small allocations come to is in the program's own
  /// share.
  private static var smallBytes: Int { 16 << 20 }

  /// Asks the system whether it would give so many bytes: arrays that it refuses end the process.
  private static func checkSystem(_ bytes: Int) throws(MemoryExceeded) {
    guard bytes >= smallBytes else { return }
    // Nothing is touched, so nothing is taken but the promise, which is given back at once.
    let probe = unsafe mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let probe = unsafe probe, unsafe probe != MAP_FAILED else {
      throw .refused(bytes: bytes)
    }
    _ = unsafe munmap(probe, bytes)
  }
}

extension WorkContext {
  /// Returns this context for work beside more memory that is held.
  ///
  /// - Parameter bytes: What is held on top, and unknown to the call.
  /// - Returns: A context that is the same in all else.
  public func holding(_ bytes: Int) -> WorkContext {
    var context = self
    context.limits = limits.holding(bytes)
    return context
  }
}
