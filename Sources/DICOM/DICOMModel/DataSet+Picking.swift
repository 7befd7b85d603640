extension DataSet {
  /// A data set of its own with some attributes of others, so that those need not be kept.
  ///
  /// Of several data sets that have a tag the first gives its value. Sequences are not picked,
  /// nor is anything from a data set whose byte order is not the last one's.
  ///
  /// - Parameters:
  ///   - tags: The attributes wanted, in ascending order.
  ///   - sources: The data sets to look in; at least one.
  /// - Complexity: O(tags · log elements) for each source.
  public init(picking tags: [Tag], from sources: [DataSet]) {
    let order = sources.last?.byteOrder ?? .littleEndian
    var storage: [UInt8] = []
    var picked: [DataElement] = []
    for source in sources where source.byteOrder == order {
      let known = picked.count
      for tag in tags {
        guard let element = source[tag], !element.isSequence,
          let bytes = source.bytes(of: element),
          !picked[..<known].contains(where: { $0.tag == tag })
        else { continue }
        let content = DataElement.Content.stored(offset: storage.count, count: bytes.count)
        picked.append(DataElement(tag: tag, vr: element.vr, content: content))
        storage += bytes
      }
    }
    if sources.count > 1 { picked.sort { $0.tag < $1.tag } }
    self.init(
      storage: storage, node: DataSetNode(elements: picked, byteOrder: order),
      inheritedEncoding: .utf8)
  }
}
