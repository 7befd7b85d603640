import DICOMModel

/// A block of private elements that one maker has reserved (PS3.5 7.8.1).
struct PrivateBlock {
  let group: UInt16
  let block: UInt16

  /// The tag of an element, by the low byte that the maker documents.
  func tag(_ element: UInt16) -> Tag { Tag(group, block << 8 | element) }
}

extension DataSet {
  /// The block that a private creator has reserved in a group; nil if there is none.
  func privateBlock(_ group: UInt16, creator: String) -> PrivateBlock? {
    elements(from: Tag(group, 0x10), through: Tag(group, 0xFF))
      .first { string($0.tag) == creator }
      .map { PrivateBlock(group: group, block: $0.tag.element) }
  }
}
