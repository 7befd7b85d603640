import Faults

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The control groups of a process, of version 1 or 2: its own, and all that hold that one.
package struct ControlGroups {
  /// The folder in which the system shows control groups.
  package let root: String
  /// What the system says of the groups of a process: a line for each hierarchy.
  package let membership: String

  package init(root: String, membership: String) {
    self.root = root
    self.membership = membership
  }

  /// Those of this process.
  package static var ofProcess: ControlGroups {
    ControlGroups(
      root: "/sys/fs/cgroup", membership: text(of: "/proc/self/cgroup") ?? "")
  }

  /// The limits of memory in bytes; `max` and absent files set none.
  ///
  /// Where a container shows its own group as the outermost one, its path outside leads nowhere.
  package var memoryLimits: [Int] {
    (files("memory.max", of: "", below: root)
      + files("memory.limit_in_bytes", of: "memory", below: root + "/memory"))
      .compactMap { Self.text(of: $0).flatMap { Int($0.trimmed) } }
  }

  /// A file of the group in a hierarchy, and of each group around it.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - controller: A controller of the hierarchy, version 1; empty for version 2.
  ///   - folder: Where the hierarchy is shown.
  /// - Returns: Their paths, the own one first.
  private func files(_ name: String, of controller: String, below folder: String) -> [String] {
    var words = path(controller).split(separator: "/")
    var files: [String] = []
    while !words.isEmpty {
      files.append(folder + "/" + words.joined(separator: "/") + "/" + name)
      words.removeLast()
    }
    return files + [folder + "/" + name]
  }

  /// The group in a hierarchy: of `4:cpu,memory:/jobs/1`, of `0::/jobs/1`.
  private func path(_ controller: String) -> Substring {
    for line in membership.split(separator: "\n") {
      let words = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3 else { continue }
      let controllers = words[1].split(separator: ",", omittingEmptySubsequences: false)
      if controllers.contains(Substring(controller)) { return words[2] }
    }
    return ""
  }

  private static func text(of path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
