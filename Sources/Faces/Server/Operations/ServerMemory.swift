import CMemoryFiles
import WorkScheduling

/// How a process that serves for months has its memory.
public enum ServerMemory {
  /// Has as many pools of free memory as there are processors, from now on: for programs, at their start.
  ///
  /// The system's library has eight for each: what a request on one thread gave back is then of no use to most
  /// of the others, and the process goes on growing until each pool has come to the most that it ever held.
  public static func keepTogether() {
    sagitta_memory_pools(Int32(clamping: WorkContext().workers))
  }
}
