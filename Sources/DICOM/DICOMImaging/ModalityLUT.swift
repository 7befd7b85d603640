import DICOMModel

/// A table from stored values to modality values (PS3.3 C.11.1): it takes the place of slope
/// and intercept.
public struct ModalityLUT: Hashable, Sendable {
  /// The stored value that the first entry belongs to; smaller ones get that entry too.
  public let firstStored: Int
  /// The modality values; stored values beyond the last entry get the last.
  public let values: [Float]
  /// Modality LUT Type, as `HU`, if the file gives one.
  public let type: String?

  /// Reads the first item of Modality LUT Sequence; nil if there is none, or one that holds
  /// nothing.
  ///
  /// - Throws: ``ImageReadingError`` if the table has not as many entries as it says.
  package init?(_ attributes: FrameAttributes) throws(ImageReadingError) {
    guard let item = attributes[.modalityLUTSequence].item(.modalityLUTSequence) else {
      return nil
    }
    guard !Self.isEmpty(item) else { return nil }
    let isSigned = attributes[.pixelRepresentation].integer(.pixelRepresentation) == 1
    // Its VR follows Pixel Representation only in part: the first and third are never negative.
    guard let words = item.integers(.lutDescriptor, as: .us), words.count == 3,
      let signed = item.integers(.lutDescriptor, as: .ss)
    else { throw .attribute("LUT Descriptor") }
    let count = words[0] == 0 ? 65_536 : words[0]
    guard let entries = Self.entries(item, count: count, bits: words[2]) else {
      throw .attribute("LUT Data (\(count) entries are announced)")
    }
    values = entries
    firstStored = isSigned ? signed[1] : words[1]
    type = item.string(.modalityLUTType)
  }

  /// Whether an item states neither a table nor its size: some writers leave an empty one.
  private static func isEmpty(_ item: DataSet) -> Bool {
    [.lutDescriptor, .lutData].allSatisfy { item.bytes($0)?.isEmpty ?? true }
  }

  /// The modality value of a stored value.
  public func value(of stored: Int) -> Float {
    values[min(max(stored - firstStored, 0), values.count - 1)]
  }

  /// The entries, as words or, for 8 bits, as bytes; nil if there are too few.
  private static func entries(_ item: DataSet, count: Int, bits: Int) -> [Float]? {
    guard let bytes = item.bytes(.lutData) else { return nil }
    if bytes.count >= 2 * count, let words = item.integers(.lutData, as: .us) {
      let mask = bits <= 8 ? 0xFF : 0xFFFF
      return words.prefix(count).map { Float($0 & mask) }
    }
    return bits <= 8 && bytes.count >= count ? bytes.prefix(count).map { Float($0) } : nil
  }
}
