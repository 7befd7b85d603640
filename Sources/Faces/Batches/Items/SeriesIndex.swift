import Compression
import Outputs
import SagittaEngine
import SeriesLoading
package import WorkScheduling

/// The items of a batch that lie below some folders: their headers are read, no pixels.
package struct SeriesIndex: Sendable {
  /// The items, in the order of their names.
  package private(set) var items: [BatchItem] = []

  /// Files that are no images and belong to no item.
  package private(set) var otherFiles = 0

  private let roots: [String]
  private let paths: [String]
  private let facts: [FileFacts]
  private let series = SeriesNumbers()

  /// Looks at every file below the inputs.
  ///
  /// - Parameters:
  ///   - inputs: Folders and files.
  ///   - context: The workers.
  /// - Throws: `LoadError` for an input that is not there; `WorkCancelled`.
  package init(below inputs: [String], context: WorkContext) throws {
    let found = try ObjectFile.paths(below: inputs)
    roots = inputs.sorted { ($1.count, $0) < ($0.count, $1) }
    paths = found.paths
    facts = try context.map(paths.count, stage: "scanning") { [paths, series] n in
      FileFacts(of: paths[n], isNamed: found.inputs.contains(paths[n]), among: series)
    }
    try sort(context)
  }

  /// All that some inputs hold as one item.
  ///
  /// - Parameters:
  ///   - inputs: Folders, files and places of archives.
  ///   - name: What to call it.
  ///   - context: The workers.
  /// - Returns: The item.
  /// - Throws: `WorkCancelled`. An input that is not there is found out when it is worked on.
  package static func item(
    of inputs: [String], named name: String, context: WorkContext
  ) throws -> BatchItem {
    let index = try? SeriesIndex(below: inputs, context: context)
    try context.check()
    guard let index, !index.paths.isEmpty else {
      return BatchItem(
        item: name, inputs: inputs,
        source: SHA256Digest.hex(of: "inputs " + inputs.joined(separator: "\n")),
        bytes: 0, memory: MemoryEstimate.unknown)
    }
    return index.item(of: Array(index.paths.indices), named: name, inputs: inputs)
  }

  private mutating func sort(_ context: WorkContext) throws {
    var images: [Int: [Int]] = [:]
    var odd: [String: [Int]] = [:]
    for (n, fact) in facts.enumerated() {
      switch fact.kind {
      case .image(let number): images[number, default: []].append(n)
      case .unreadable: odd[Self.folder(of: paths[n]), default: []].append(n)
      case .whole: items.append(whole(n))
      case .other: otherFiles += 1
      }
    }
    var groups = try JoinedSeries(images, paths: paths, facts: facts, context: context).groups
    adopt(&odd, into: &groups)
    let folders = FolderContents(groups, paths: paths)
    for (n, group) in groups.enumerated() {
      items.append(item(group, inputs: folders.inputs(of: n)))
    }
    for files in odd.values {
      let name = "unreadable-\(placeDigest(of: files))"
      items.append(item(of: files, named: name, inputs: files.map { paths[$0] }))
    }
    items.sort { $0.item.utf8.lexicographicallyPrecedes($1.item.utf8) }
  }

  /// Digits for files without an identity of their own: where they lie below the inputs.
  private func placeDigest(of files: [Int]) -> Substring {
    let names = files.map { file in
      let root = roots.first { paths[file].hasPrefix($0) } ?? ""
      return String(paths[file].dropFirst(root.count))
    }
    return SHA256Digest.hex(of: names.sorted().joined(separator: "\n")).prefix(16)
  }

  /// A file that cannot be read is one of the series that has its folder for itself.
  private func adopt(_ odd: inout [String: [Int]], into groups: inout [[Int]]) {
    var owners: [String: Set<Int>] = [:]
    for (n, group) in groups.enumerated() {
      for file in group { owners[Self.folder(of: paths[file]), default: []].insert(n) }
    }
    for (folder, files) in odd {
      guard let owner = owners[folder], owner.count == 1, let n = owner.first else { continue }
      groups[n] += files
      odd[folder] = nil
    }
  }

  private func item(_ group: [Int], inputs: [String]) -> BatchItem {
    let numbers = group.compactMap { file -> Int? in
      if case .image(let number) = facts[file].kind { number } else { nil }
    }
    // Of series that were joined the first by its identity names the item.
    let known = numbers.map { series[$0] }.min {
      $0.identity.lexicographicallyPrecedes($1.identity)
    }
    let name = known.map(ItemName.of) ?? String(placeDigest(of: group))
    return item(of: group, named: name, inputs: inputs)
  }

  private func whole(_ file: Int) -> BatchItem {
    let name = paths[file].split(separator: "/").last.map(String.init) ?? ""
    return item(
      of: [file], named: "\(SafeFileName.part(name))-\(placeDigest(of: [file]))",
      inputs: [paths[file]])
  }

  private func item(of files: [Int], named name: String, inputs: [String]) -> BatchItem {
    let marks = files.map { facts[$0].mark }.sorted()
    let source = SHA256Digest.hex(of: marks.joined(separator: "\n"))
    let known = files.map { facts[$0] }
    return BatchItem(
      item: name, inputs: inputs, source: source, bytes: known.reduce(0) { $0 + $1.size },
      memory: MemoryEstimate.bytes(of: known))
  }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

/// Names of items.
enum ItemName {
  /// `CT-3-Thorax-0123456789abcdef`: for people, and a digest of what tells the series from all others.
  static func of(_ facts: SeriesFacts) -> String {
    let digest = SHA256Digest.hex(of: facts.identity.joined(separator: "\n")).prefix(16)
    let words = [facts.modality, facts.number.map(String.init), facts.description]
    let parts = words.compactMap { $0 }.map { SafeFileName.part(String($0.prefix(40))) }
    return SafeFileName.name((parts + [String(digest)]).joined(separator: "-"))
  }
}

/// What the work on an item is thought to take.
enum MemoryEstimate {
  /// Where no header is known: a place of an archive.
  static let unknown = 512 << 20

  /// Its voxels as floats with a mask, another volume that most work makes of them, what decodes the largest
  /// file, and the program itself.
  static func bytes(of files: [FileFacts]) -> Int {
    let voxels = min(files.reduce(0) { $0 + $1.voxels }, 1 << 48)
    let largest = files.map { max($0.size, $0.voxels * 4) }.max() ?? 0
    // What is packed grows; voxels of such files are not known before.
    let packed = files.filter { $0.voxels == 0 }.reduce(0) { $0 + $1.size * 4 }
    return MachineMemory.programBytes + voxels * 4 + voxels / 8 + voxels * 4 + largest * 2 + packed
  }
}
