extension DataSet {
  /// The value's bytes, padding included, in the data set's byte order; nil for sequences.
  ///
  /// For compressed pixel data these are the items with fragments, from the first item tag on,
  /// without the sequence delimiter. Nothing is copied.
  public func bytes(_ tag: Tag) -> ArraySlice<UInt8>? {
    self[tag].flatMap(bytes(of:))
  }

  /// The items of a sequence; nil when absent or not a sequence.
  ///
  /// - Complexity: O(items); their elements and bytes are shared.
  public func items(_ tag: Tag) -> [DataSet]? {
    guard let element = self[tag] else { return nil }
    switch element.content {
    case .items(let items):
      let encoding = textEncoding
      return items.map { item in
        var item = item
        item.inheritedEncoding = encoding
        return item
      }
    case .storedItems(let nodes):
      let encoding = textEncoding
      return nodes.map { DataSet(storage: storage, node: $0, inheritedEncoding: encoding) }
    case .stored(_, 0) where element.vr == .sq:
      return []
    default:
      return nil
    }
  }

  /// The first item of a sequence; nil when there is none.
  public func item(_ tag: Tag) -> DataSet? {
    items(tag)?.first
  }

  /// The bytes of an element of this data set.
  func bytes(of element: DataElement) -> ArraySlice<UInt8>? {
    switch element.content {
    case .stored(let offset, let count), .storedFragments(let offset, let count):
      let end = offset + count
      return 0 <= offset && end <= storage.count ? storage[offset..<end] : nil
    case .owned(let bytes), .ownedFragments(let bytes):
      return bytes[...]
    case .items, .storedItems:
      return nil
    }
  }

  /// The bytes of a plain value and the representation and byte order to read them with.
  ///
  /// Values of VR UN are little-endian whatever surrounds them (PS3.5 6.2.2), and have the
  /// representation of the dictionary if it knows one.
  func plainValue(_ tag: Tag, as vr: VR?) -> PlainValue? {
    guard let element = self[tag], !element.isEncapsulated, let bytes = bytes(of: element) else {
      return nil
    }
    let isUnknown = element.vr == .un
    let declared = isUnknown ? DataDictionary.vr(tag) ?? .un : element.vr
    return PlainValue(
      bytes: bytes, vr: vr ?? declared, byteOrder: isUnknown ? .littleEndian : byteOrder)
  }
}

/// A value that is neither a sequence nor a list of fragments.
struct PlainValue {
  let bytes: ArraySlice<UInt8>
  let vr: VR
  let byteOrder: ByteOrder
}
