extension DataSet {
  /// Sets an attribute to what another data set has there, as it is; without it there, nothing
  /// happens.
  ///
  /// Text keeps its bytes: both data sets need the same Specific Character Set. A plain value of
  /// VR UN gets the representation of the dictionary, if it knows one.
  public mutating func copy(_ tag: Tag, from other: DataSet) {
    guard let element = other[tag], !element.isEncapsulated else { return }
    if let items = other.items(tag) {
      set(tag, items: items)
      return
    }
    guard let value = other.plainValue(tag, as: nil) else { return }
    let size = value.vr.wordSize
    guard size > 1, value.byteOrder != byteOrder, value.bytes.count.isMultiple(of: size) else {
      set(tag, vr: value.vr, bytes: Array(value.bytes))
      return
    }
    let swapped = stride(from: value.bytes.startIndex, to: value.bytes.endIndex, by: size)
      .flatMap { value.bytes[$0..<$0 + size].reversed() }
    set(tag, vr: value.vr, bytes: swapped)
  }

  /// Sets several attributes to what another data set has there.
  public mutating func copy(_ tags: some Sequence<Tag>, from other: DataSet) {
    for tag in tags { copy(tag, from: other) }
  }
}
