import Faults

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much memory this process may use.
package enum MachineMemory {
  /// What the program takes itself: code, libraries, stacks and what is small, measured as what the
  /// verbs have resident beside their volumes.
  package static var programBytes: Int { 36 << 20 }

  /// The machine's memory, the control group's limit or the process's own, whichever is least, in
  /// bytes.
  package static var bytes: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return (ControlGroups.ofProcess.memoryLimits + processLimits).reduce(machine, min)
  }

  /// Whether this process may use less than the machine has.
  package static var isLimited: Bool {
    bytes < Int(clamping: ProcessInfo.processInfo.physicalMemory)
  }

  /// Limits of the process's data and of its addresses, less what libraries, stacks and the heaps of
  /// threads reserve without using it.
  private static var processLimits: [Int] {
    [(RLIMIT_DATA, 64 << 20), (RLIMIT_AS, 384 << 20)].compactMap { resource, reserved in
      var limit = rlimit()
      // SAFETY: getrlimit fills the struct it is given.
      guard unsafe getrlimit(__rlimit_resource_t(UInt32(resource.rawValue)), &limit) == 0,
        limit.rlim_cur < rlim_t(Int.max)
      else { return nil }
      return max(0, Int(limit.rlim_cur) - reserved)
    }
  }
}
