/// One attribute of a data set: its tag, its representation, and where its value is.
///
/// The value itself is read through the ``DataSet`` the element came from.
public struct DataElement: Sendable {
  /// The attribute.
  public let tag: Tag

  /// The representation as declared in the file; from the dictionary where the file has none, and
  /// ``VR/un`` where neither knows.
  public let vr: VR

  package var content: Content

  package init(tag: Tag, vr: VR, content: Content) {
    self.tag = tag
    self.vr = vr
    self.content = content
  }

  /// Where a value is.
  package enum Content: Sendable {
    /// Bytes of the data set's storage.
    case stored(offset: Int, count: Int)
    /// Bytes that were set.
    case owned([UInt8])
    /// Items with fragments in the storage, the delimiter excluded.
    case storedFragments(offset: Int, count: Int)
    /// Items with fragments that were set, the delimiter excluded.
    case ownedFragments([UInt8])
    /// Items whose values lie in the storage of the data set.
    case storedItems([DataSetNode])
    /// Items that were set.
    case items([DataSet])
  }

  /// Whether the value is a sequence of items.
  public var isSequence: Bool {
    switch content {
    case .items, .storedItems: true
    default: false
    }
  }

  /// Whether the value is a list of fragments, as in compressed pixel data.
  public var isEncapsulated: Bool {
    switch content {
    case .ownedFragments, .storedFragments: true
    default: false
    }
  }

  /// Bytes of the value as it lies in the data set; nil for sequences.
  public var byteCount: Int? {
    switch content {
    case .stored(_, let count), .storedFragments(_, let count): count
    case .owned(let bytes), .ownedFragments(let bytes): bytes.count
    case .storedItems, .items: nil
    }
  }
}

/// The elements of a data set or an item, apart from the storage they refer to.
package struct DataSetNode: Sendable {
  package var elements: [DataElement]
  package var byteOrder: ByteOrder

  package init(elements: [DataElement], byteOrder: ByteOrder) {
    self.elements = elements
    self.byteOrder = byteOrder
  }
}
