import Files
import SagittaEngine
import WorkScheduling

/// Where the items of a batch come from.
package enum BatchSource: Sendable {
  /// Series below folders, and files.
  case folders([String])
  /// Rows of a manifest.
  case manifest(String)
  /// Items that are known, as those of an archive.
  case items([BatchItem])
}

/// The items of one part of a batch, in a file: however many there are, they take no memory.
final class BatchIndex {
  /// What making it told.
  struct Made: Codable, Sendable {
    /// Items of all parts.
    var allItems: Int
    /// Files that are no images and belong to no item.
    var otherFiles: Int
  }

  let made: Made
  private let path: String
  private let temporary: TemporaryFile

  /// Looks at the input, in a process of its own, whose threads and memory go with it.
  ///
  /// - Parameters:
  ///   - source: The input.
  ///   - shard: The part that is wanted.
  ///   - context: The workers.
  /// - Throws: What the input is refused for; ``BatchError/noItems``; `FileWritingError`.
  init(_ source: BatchSource, shard: Shard, context: WorkContext) throws {
    let temporary = try TemporaryFile()
    self.temporary = temporary
    path = "/proc/self/fd/\(temporary.descriptor)"
    made = try ProcessAnswer<Made>.of {
      let (items, others) = try source.items(context)
      guard !items.isEmpty else { throw BatchError.noItems }
      for item in items where shard.has(item.item) {
        try temporary.append(Array((try JSONLines.line(item) + "\n").utf8))
      }
      return Made(allItems: items.count, otherFiles: others)
    }
  }

  /// Calls `body` with every item and its place.
  func forEach(_ body: (BatchItem, _ offset: Int) throws -> Void) throws {
    try JSONLines.forEach(BatchItem.self, in: path, body: body)
  }

  /// The item at a place.
  func item(at offset: Int) throws -> BatchItem {
    let file = try ByteSource.file(path).open()
    guard let item = try JSONLines.value(BatchItem.self, in: file, at: offset) else {
      preconditionFailure("an index has an item at its places")
    }
    return item
  }

  /// Writes it to a file, for people and for later runs.
  func copy(to target: String) throws {
    let file = try ByteSource.file(path).open()
    var output = try OutputFile(at: target)
    var place = 0
    while place < file.count {
      let piece = try file.bytes(at: place, count: min(1 << 20, file.count - place))
      try output.write(piece)
      place += piece.count
    }
    try output.finish()
  }
}

extension BatchSource {
  fileprivate func items(_ context: WorkContext) throws -> (items: [BatchItem], otherFiles: Int) {
    switch self {
    case .folders(let inputs):
      let index = try SeriesIndex(below: inputs, context: context)
      return (index.items, index.otherFiles)
    case .manifest(let path): return (try Manifest(at: path).items(context), 0)
    case .items(let items): return (items, 0)
    }
  }
}
