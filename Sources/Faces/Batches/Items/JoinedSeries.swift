import SagittaEngine
import WorkScheduling

/// Series of one image each that the loader takes for slices of one: some programs give every slice a series of
/// its own.
struct JoinedSeries {
  /// The files of each item.
  private(set) var groups: [[Int]] = []

  init(
    _ series: [Int: [Int]], paths: [String], facts: [FileFacts], context: WorkContext
  ) throws {
    var alone: [String: [Int]] = [:]
    for (_, files) in series.sorted(by: { $0.key < $1.key }) {
      if files.count == 1, facts[files[0]].frames == 1 {
        alone[SeriesIndex.folder(of: paths[files[0]]), default: []].append(files[0])
      } else {
        groups.append(files)
      }
    }
    for (_, files) in alone.sorted(by: { $0.key < $1.key }) {
      let isOne = try files.count > 2 && Self.isOne(files.map { paths[$0] }, context: context)
      groups += isOne ? [files] : files.map { [$0] }
    }
  }

  private static func isOne(_ paths: [String], context: WorkContext) throws -> Bool {
    let report = try VolumeLoader().scan(paths, context: context)
    return report.volumes.contains { $0.findings.contains { $0.code == .seriesUIDVaries } }
  }
}

/// Which folders hold one item and nothing else, so that their name stands for all of its files.
struct FolderContents {
  private let groups: [[Int]]
  private let paths: [String]
  private var owners: [String: Set<Int>] = [:]
  /// Folders with other folders in them.
  private var outer: Set<String> = []

  init(_ groups: [[Int]], paths: [String]) {
    self.groups = groups
    self.paths = paths
    for (n, group) in groups.enumerated() {
      for file in group { owners[SeriesIndex.folder(of: paths[file]), default: []].insert(n) }
    }
    for folder in Set(paths.map(SeriesIndex.folder)) {
      var parent = SeriesIndex.folder(of: folder)
      while parent != ".", outer.insert(parent).inserted { parent = SeriesIndex.folder(of: parent) }
    }
  }

  /// What to give to a verb: folders where they hold nothing else, and files.
  func inputs(of group: Int) -> [String] {
    let names = groups[group].map { file in
      let folder = SeriesIndex.folder(of: paths[file])
      let isAlone = owners[folder]?.count == 1 && !outer.contains(folder) && folder != "."
      return isAlone ? folder : paths[file]
    }
    return Array(Set(names)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
