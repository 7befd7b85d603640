/// Attributes in tag order, over one shared run of bytes.
///
/// A parsed data set keeps the bytes it was parsed from and refers into them; copying a data set
/// copies nothing. Values that are set later are kept beside them. Reading never traps: what is
/// absent or malformed is nil, and the `require…` methods throw which of the two it was.
public struct DataSet: Sendable {
  package var storage: [UInt8]
  package var node: DataSetNode
  /// The encoding of the surrounding data set, for items.
  package var inheritedEncoding: TextEncoding

  /// An empty data set, whose numbers are stored in this byte order.
  ///
  /// Its text is UTF-8 until Specific Character Set says otherwise. The root of a written object
  /// has to say so (`ISO_IR 192`) if its text leaves ASCII.
  public init(byteOrder: ByteOrder = .littleEndian) {
    storage = []
    node = DataSetNode(elements: [], byteOrder: byteOrder)
    inheritedEncoding = .utf8
  }

  package init(storage: [UInt8], node: DataSetNode, inheritedEncoding: TextEncoding) {
    self.storage = storage
    self.node = node
    self.inheritedEncoding = inheritedEncoding
  }

  /// The attributes in ascending order of their tags, each tag once.
  public var elements: [DataElement] { node.elements }

  /// The order of bytes in the values' numbers.
  public var byteOrder: ByteOrder { node.byteOrder }

  /// Whether there is no attribute.
  public var isEmpty: Bool { node.elements.isEmpty }

  /// The attribute with this tag.
  ///
  /// - Complexity: O(log n).
  public subscript(tag: Tag) -> DataElement? {
    let position = position(of: tag)
    guard position < node.elements.count, node.elements[position].tag == tag else { return nil }
    return node.elements[position]
  }

  /// Whether the attribute is present, be it empty.
  public func contains(_ tag: Tag) -> Bool {
    self[tag] != nil
  }

  /// Takes the attribute out, if it is there.
  public mutating func remove(_ tag: Tag) {
    let position = position(of: tag)
    guard position < node.elements.count, node.elements[position].tag == tag else { return }
    node.elements.remove(at: position)
  }

  /// Puts the attribute where its tag belongs, in place of one with the same tag.
  mutating func put(_ element: DataElement) {
    let position = position(of: element.tag)
    if position < node.elements.count, node.elements[position].tag == element.tag {
      node.elements[position] = element
    } else {
      node.elements.insert(element, at: position)
    }
  }

  /// The attributes from one tag to another, both included.
  ///
  /// - Complexity: O(log n).
  public func elements(from first: Tag, through last: Tag) -> ArraySlice<DataElement> {
    let start = position(of: first)
    var end = start
    while end < node.elements.count, node.elements[end].tag <= last { end += 1 }
    return node.elements[start..<end]
  }

  private func position(of tag: Tag) -> Int {
    var low = 0
    var high = node.elements.count
    while low < high {
      let middle = (low + high) >> 1
      if node.elements[middle].tag < tag { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
