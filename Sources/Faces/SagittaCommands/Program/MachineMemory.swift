import Foundation

/// How much memory this process may use.
enum MachineMemory {
  /// The machine's memory or the control group's limit, whichever is less, in bytes.
  static var bytes: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return controlGroupLimits.reduce(machine, min)
  }

  /// Limits of version 2 and version 1 control groups; `max` and absent files set none.
  private static var controlGroupLimits: [Int] {
    ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].compactMap {
      (try? String(contentsOfFile: $0, encoding: .utf8)).flatMap { text in
        Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
  }
}
