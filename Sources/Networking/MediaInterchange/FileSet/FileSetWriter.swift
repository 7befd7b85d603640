public import DICOMCoding
import DICOMModel

/// Makes the directory of a set of files, a DICOMDIR (PS3.3 F, PS3.10 8).
public struct FileSetWriter: Sendable {
  private var roots: [Node] = []

  /// A record and those below it.
  private struct Node: Sendable {
    var record: DirectoryRecord
    var children: [Node] = []
  }

  /// Begins a set.
  public init() {}

  /// Adds a file.
  public mutating func add(_ entry: FileSetEntry) { Self.add(entry.records[...], to: &roots) }

  private static func add(_ records: ArraySlice<DirectoryRecord>, to nodes: inout [Node]) {
    guard let record = records.first else { return }
    // Files of a series come one after the other: look at the last one first.
    let known = nodes.lastIndex { $0.record.key == record.key }
    if known == nil { nodes.append(Node(record: record)) }
    add(records.dropFirst(), to: &nodes[known ?? nodes.count - 1].children)
  }

  /// The DICOMDIR.
  ///
  /// - Throws: `WriteError`.
  public func directory() throws(WriteError) -> [UInt8] {
    var identifiers = DataSet()
    identifiers.set(.sopClassUID, string: "1.2.840.10008.1.3.10")
    identifiers.set(.sopInstanceUID, string: UniqueIdentifier.random())
    let head = try Part10Writer().head(
      of: identifiers, transferSyntax: .explicitVRLittleEndian)
    let start = try Self.root(first: 0, last: 0, records: []).count + head.count
    var layout = DirectoryLayout(at: start)
    for root in roots { try lay(root, into: &layout) }
    let offsets = layout.offsets
    var records: [DataSet] = []
    var next = 0
    let firsts = place(roots, offsets, &next, into: &records)
    return head
      + (try Self.root(first: firsts.first ?? 0, last: firsts.last ?? 0, records: records))
  }

  /// Records in the order in which they lie: each before those below it.
  private func lay(_ node: Node, into layout: inout DirectoryLayout) throws(WriteError) {
    try layout.add(Self.placed(node.record, next: 0, below: 0))
    for child in node.children { try lay(child, into: &layout) }
  }

  /// Gives records their offsets; returns those of the nodes.
  private func place(
    _ nodes: [Node], _ offsets: [Int], _ next: inout Int, into records: inout [DataSet]
  ) -> [Int] {
    var own: [(index: Int, below: Int)] = []
    for node in nodes {
      let index = next
      next += 1
      records.append(DataSet())
      let below = place(node.children, offsets, &next, into: &records)
      own.append((index, below.first ?? 0))
    }
    for (n, node) in nodes.enumerated() {
      let following = n + 1 < own.count ? offsets[own[n + 1].index] : 0
      records[own[n].index] = Self.placed(node.record, next: following, below: own[n].below)
    }
    return own.map { offsets[$0.index] }
  }

  private static func placed(_ record: DirectoryRecord, next: Int, below: Int) -> DataSet {
    var item = record.attributes
    item.set(Tag(0x0004, 0x1400), vr: .ul, integer: next)
    item.set(Tag(0x0004, 0x1410), vr: .us, integer: 0xFFFF)
    item.set(Tag(0x0004, 0x1420), vr: .ul, integer: below)
    return item
  }

  private static func root(
    first: Int, last: Int, records: [DataSet]
  ) throws(WriteError) -> [UInt8] {
    var root = DataSet()
    root.set(Tag(0x0004, 0x1130), vr: .cs, string: "SAGITTA")
    root.set(Tag(0x0004, 0x1200), vr: .ul, integer: first)
    root.set(Tag(0x0004, 0x1202), vr: .ul, integer: last)
    root.set(Tag(0x0004, 0x1212), vr: .us, integer: 0)
    root.set(.directoryRecordSequence, items: records)
    return try Part10Writer().dataSet(root, transferSyntax: .explicitVRLittleEndian)
  }
}

/// Where the records of a directory lie, from the beginning of the file.
private struct DirectoryLayout {
  private(set) var offsets: [Int] = []
  private var position: Int

  init(at position: Int) { self.position = position }

  /// Adds an item: eight bytes and its attributes; numbers in it do not change its length.
  mutating func add(_ item: DataSet) throws(WriteError) {
    offsets.append(position)
    position += 8
    position += try Part10Writer().dataSet(item, transferSyntax: .explicitVRLittleEndian).count
  }
}
