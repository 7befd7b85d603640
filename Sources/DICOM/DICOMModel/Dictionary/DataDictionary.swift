/// What PS3.6 says about attributes.
public enum DataDictionary {
  /// One attribute of PS3.6.
  public struct Entry: Hashable, Sendable {
    /// The number; for repeating groups, the one that was asked for.
    public let tag: Tag

    /// The representation; where PS3.6 leaves a choice, the first fit of ``alternatives``.
    public let vr: VR

    /// All representations PS3.6 allows, one for nearly every attribute.
    public let alternatives: [VR]

    /// The multiplicity in PS3.6's notation, such as `1-n`.
    public let multiplicity: String

    /// Whether PS3.6 has retired the attribute.
    public let isRetired: Bool

    /// The keyword, such as `ImagePositionPatient`.
    public let keyword: String

    /// The name, such as `Image Position (Patient)`.
    public let name: String
  }

  /// The entry of an attribute; nil for private and unknown ones.
  ///
  /// Group lengths other than those of the command and meta groups have no entry.
  public static func entry(_ tag: Tag) -> Entry? {
    if let record = DictionaryReader.record(of: tag.rawValue) {
      return DictionaryReader.entry(tag, record: record)
    }
    return tag.isPrivate ? nil : DictionaryReader.repeater(tag)
  }

  /// The representation of an attribute in Implicit VR; nil for private and unknown ones.
  ///
  /// `US or SS` answers US, everything with OW in it answers OW. Group lengths answer UL and
  /// private creators, (gggg,0010-00FF), answer LO.
  public static func vr(_ tag: Tag) -> VR? {
    if let vr = DictionaryReader.vr(of: tag.rawValue) { return vr }
    if tag.isGroupLength { return .ul }
    guard tag.isPrivate else { return DictionaryReader.repeater(tag)?.vr }
    return (0x0010...0x00FF).contains(tag.element) ? .lo : nil
  }

  /// Whether PS3.6 leaves the attribute's sign to Pixel Representation (`US or SS`).
  public static func isSignedByPixelRepresentation(_ tag: Tag) -> Bool {
    guard let record = DictionaryReader.record(of: tag.rawValue) else { return false }
    return DictionaryReader.isUnsignedOrSigned(record: record)
  }

  /// The attribute with this keyword, such as `"Rows"`; letter case matters.
  ///
  /// - Complexity: O(size of the dictionary); meant for command lines, not for loops.
  public static func tag(keyword: some StringProtocol) -> Tag? {
    DictionaryReader.tag(keyword: Array(keyword.utf8))
  }
}

extension Tag {
  /// The keyword in PS3.6, such as `ImagePositionPatient`; nil for private and unknown tags.
  public var keyword: String? { DataDictionary.entry(self)?.keyword }

  /// The tag with this keyword of PS3.6.
  public init?(keyword: some StringProtocol) {
    guard let tag = DataDictionary.tag(keyword: keyword) else { return nil }
    self = tag
  }
}
