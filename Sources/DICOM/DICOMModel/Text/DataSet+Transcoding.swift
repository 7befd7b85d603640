extension DataSet {
  /// The same attributes with all texts in UTF-8 (`ISO_IR 192`), those of items too.
  ///
  /// Characters that the set does not explain become U+FFFD. Without an encoding texts are read in the
  /// set that the data set declares.
  package func inUTF8(from encoding: TextEncoding? = nil) -> DataSet {
    var source = self
    if let encoding { source.declare(encoding) }
    var result = source.transcoded
    result.set(.specificCharacterSet, string: "ISO_IR 192")
    return result
  }

  private mutating func declare(_ encoding: TextEncoding) {
    set(.specificCharacterSet, strings: encoding.terms)
  }

  private var transcoded: DataSet {
    var result = DataSet(byteOrder: byteOrder)
    for element in elements where element.tag != .specificCharacterSet {
      if let items = items(element.tag) {
        result.set(element.tag, items: items.map(\.transcoded))
      } else if let texts = strings(element.tag), usesCharacterSet(element) {
        result.set(element.tag, vr: element.vr == .un ? nil : element.vr, strings: texts)
      } else {
        result.copy(element.tag, from: self)
      }
    }
    return result
  }

  private func usesCharacterSet(_ element: DataElement) -> Bool {
    let vr = element.vr == .un ? DataDictionary.vr(element.tag) ?? .un : element.vr
    return vr.usesCharacterSet
  }
}

extension TextEncoding {
  /// Whether a text, written in the first declared set, reads back as it is.
  package func holds(_ text: String) -> Bool {
    isSupported && decode(encode(text)[...]).string == text
  }
}
