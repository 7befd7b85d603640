/// The number of an attribute: group and element.
public struct Tag: Hashable, Sendable {
  /// Group in the upper, element in the lower 16 bits.
  public let rawValue: UInt32

  /// A tag from its group and element numbers.
  @inlinable
  public init(_ group: UInt16, _ element: UInt16) {
    rawValue = UInt32(group) << 16 | UInt32(element)
  }

  /// A tag from group (upper 16 bits) and element (lower 16 bits).
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The upper half of the number.
  @inlinable public var group: UInt16 { UInt16(rawValue >> 16) }

  /// The lower half of the number.
  @inlinable public var element: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

  /// Whether the group is odd, so that the meaning is the maker's (PS3.5 7.8).
  @inlinable public var isPrivate: Bool { rawValue & 0x1_0000 != 0 }

  /// Whether this is a group length, (gggg,0000): retired outside the meta group.
  @inlinable public var isGroupLength: Bool { rawValue & 0xFFFF == 0 }

  /// Item, (FFFE,E000): begins an item of a sequence or a fragment of pixel data.
  @inlinable
  public static var item: Tag { Tag(0xFFFE, 0xE000) }

  /// Item Delimitation Item, (FFFE,E00D).
  @inlinable
  public static var itemDelimiter: Tag { Tag(0xFFFE, 0xE00D) }

  /// Sequence Delimitation Item, (FFFE,E0DD).
  @inlinable
  public static var sequenceDelimiter: Tag { Tag(0xFFFE, 0xE0DD) }
}

extension Tag: Comparable {
  /// Orders by group, then element: the order within a data set.
  @inlinable
  public static func < (lhs: Tag, rhs: Tag) -> Bool {
    lhs.rawValue < rhs.rawValue
  }
}

extension Tag: CustomStringConvertible {
  /// The usual notation, such as `(0028,0010)`.
  public var description: String {
    "(\(Self.hexadecimal(group)),\(Self.hexadecimal(element)))"
  }

  private static func hexadecimal(_ value: UInt16) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
