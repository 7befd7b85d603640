public import DICOMModel

/// A data set some of whose values come apart from it.
public struct ReferringDataSet: Sendable {
  /// A value that is elsewhere.
  public struct Reference: Hashable, Sendable {
    /// The attribute.
    public let tag: Tag
    /// Its representation.
    public let vr: VR
    /// What names the value, as it is written (`BulkDataURI`).
    public let location: String
  }

  /// The attributes; those whose values are elsewhere have none.
  public internal(set) var dataSet = DataSet()
  /// The values of this data set that are elsewhere; not those of its items.
  public private(set) var references: [Reference] = []
  /// Whether there were values that their representations cannot have, which are left out.
  public private(set) var isDamaged = false
  private var sequences: [(tag: Tag, items: [ReferringDataSet])] = []

  /// What names the values that are elsewhere, those of items among them.
  public var locations: [String] {
    references.map(\.location) + sequences.flatMap { $0.items.flatMap(\.locations) }
  }

  /// The data set with values in their places.
  ///
  /// - Parameter value: Gives a value as the bytes of a little-endian one; nil to leave it empty.
  /// - Returns: The data set.
  public func filled(_ value: (Reference) -> [UInt8]?) -> DataSet {
    var filled = dataSet
    for reference in references {
      guard let bytes = value(reference) else { continue }
      filled.set(reference.tag, vr: reference.vr, bytes: bytes)
    }
    for (tag, items) in sequences {
      filled.set(tag, items: items.map { $0.filled(value) })
    }
    return filled
  }

  mutating func refer(_ tag: Tag, vr: VR, to location: String) {
    dataSet.set(tag, vr: vr, bytes: [])
    references.append(Reference(tag: tag, vr: vr, location: location))
  }

  mutating func set(_ tag: Tag, items: [ReferringDataSet]) {
    dataSet.set(tag, items: items.map(\.dataSet))
    if items.contains(where: \.isDamaged) { isDamaged = true }
    if items.contains(where: \.refers) { sequences.append((tag, items)) }
  }

  mutating func leaveOut() { isDamaged = true }

  private var refers: Bool { !references.isEmpty || !sequences.isEmpty }
}
