import DICOMCoding
public import DICOMModel

/// The attributes of an instance as the index keeps them: all texts in UTF-8, without pixels and
/// without long binary values.
enum HeaderCoding {
  /// A binary value longer than this is not among the attributes, but fetched when it is asked for.
  static let longestBinary = 1024

  /// The attributes of a file.
  ///
  /// - Parameter parsed: What precedes its pixel data.
  /// - Returns: Their bytes, and the tags and representations of what was left out.
  /// - Throws: `WriteError` if a value is too long.
  static func coded(
    _ parsed: ParsedFile
  ) throws(WriteError) -> (bytes: [UInt8], bulk: [BulkAttribute]) {
    var dataSet = parsed.dataSet
    var bulk: [BulkAttribute] = []
    for element in dataSet.elements where isLong(element) {
      bulk.append(BulkAttribute(tag: element.tag, vr: element.vr))
      dataSet.remove(element.tag)
    }
    if let pixels = parsed.pixelData {
      dataSet.remove(pixels.tag)
      bulk.append(BulkAttribute(tag: pixels.tag, vr: pixels.vr))
    }
    if !isUTF8(dataSet) { dataSet = dataSet.inUTF8() }
    let bytes = try Part10Writer().dataSet(
      dataSet, transferSyntax: .explicitVRLittleEndian)
    return (bytes, bulk)
  }

  /// The attributes again.
  ///
  /// - Throws: `DataSetError` if the bytes are not of ``coded(_:)``.
  static func decoded(_ bytes: [UInt8]) throws(DataSetError) -> DataSet {
    try Part10Reader().readDataSet(bytes, transferSyntax: .explicitVRLittleEndian).dataSet
  }

  private static func isLong(_ element: DataElement) -> Bool {
    switch element.vr {
    case .ob, .od, .of, .ol, .ov, .ow, .un: (element.byteCount ?? 0) > longestBinary
    default: false
    }
  }

  /// Whether nothing has to be recoded; without any set, texts are ASCII.
  private static func isUTF8(_ dataSet: DataSet) -> Bool {
    guard dataSet.contains(.specificCharacterSet) else { return true }
    return dataSet.textEncoding == .utf8
  }
}

/// A value that is fetched when it is asked for.
public struct BulkAttribute: Hashable, Sendable {
  /// The attribute.
  public let tag: Tag
  /// Its representation.
  public let vr: VR

  init(tag: Tag, vr: VR) {
    self.tag = tag
    self.vr = vr
  }

  /// Several of them as a text, and back.
  static func text(_ attributes: [BulkAttribute]) -> String {
    attributes.map { String($0.tag.rawValue, radix: 16) + "/" + $0.vr.code }.joined(separator: " ")
  }

  static func attributes(_ text: String) -> [BulkAttribute] {
    text.split(separator: " ").compactMap { part in
      let halves = part.split(separator: "/")
      guard halves.count == 2, let number = UInt32(halves[0], radix: 16),
        let vr = VR(code: halves[1])
      else { return nil }
      return BulkAttribute(tag: Tag(rawValue: number), vr: vr)
    }
  }
}
