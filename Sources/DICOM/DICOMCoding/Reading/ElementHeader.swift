import DICOMModel

/// Tag, representation and length of an element, and where its value begins.
struct ElementHeader {
  var tag: Tag
  var vr: VR
  /// Nil when undefined.
  var length: Int?
  var valueOffset: Int
  /// Whether the element itself was read as Implicit VR, whatever surrounds it.
  var isImplicit: Bool
}

extension DataSetParser {
  /// Reads what precedes a value (PS3.5 7.1); eight bytes are at hand.
  mutating func header(
    _ bytes: RawSpan, tag: Tag, at position: Int, end: Int, encoding: Encoding
  ) throws(DataSetError) -> ElementHeader {
    guard encoding.isExplicit else {
      return implicitHeader(bytes, tag: tag, at: position, order: encoding.byteOrder)
    }
    let first = bytes.byte(position + 4)
    let second = bytes.byte(position + 5)
    let reserved = bytes.uint16(position + 6, order: encoding.byteOrder)
    let isLong: Bool
    let vr: VR
    if let known = VR(first, second) {
      vr = known
      isLong = known.hasLongLength
    } else if Self.isLetter(first) && Self.isLetter(second) {
      // VRs of later editions have the long form (PS3.5 6.2); the reserved bytes tell.
      note(.unknownVR, at: position, tag: tag)
      vr = .un
      isLong = reserved == 0
    } else {
      if let blank = try blankHeader(bytes, tag: tag, at: position, end: end, encoding: encoding) {
        return blank
      }
      note(.garbageVR, at: position, tag: tag)
      return implicitHeader(bytes, tag: tag, at: position, order: encoding.byteOrder)
    }
    guard isLong else {
      return header(tag, vr: vr, length: UInt32(reserved), at: position + 8, isImplicit: false)
    }
    try require(12, bytes: bytes, at: position, end: end, tag: tag)
    let length = bytes.uint32(position + 8, order: encoding.byteOrder)
    return header(tag, vr: vr, length: length, at: position + 12, isImplicit: false)
  }

  /// Reads the header of an element whose VR is two blanks or zeros; nil if it is no such header.
  ///
  /// The length has either form that explicit encodings know; the one is right behind whose value
  /// an element with a higher tag follows, or the end.
  private mutating func blankHeader(
    _ bytes: RawSpan, tag: Tag, at position: Int, end: Int, encoding: Encoding
  ) throws(DataSetError) -> ElementHeader? {
    let letters = bytes.uint16(position + 4, order: .littleEndian)
    guard letters == 0x2020 || letters == 0 else { return nil }
    let vr = DataDictionary.vr(tag) ?? .un
    let short = Int(bytes.uint16(position + 6, order: encoding.byteOrder))
    if try isFollowed(bytes, by: position + 8 + short, after: tag, end: end, encoding: encoding) {
      note(.blankVR, at: position, tag: tag)
      return header(tag, vr: vr, length: UInt32(short), at: position + 8, isImplicit: false)
    }
    guard short == 0, position + 12 <= min(end, bytes.byteCount) else { return nil }
    let long = bytes.uint32(position + 8, order: encoding.byteOrder)
    let next = position + 12 + Int(long)
    guard next <= bytes.byteCount,
      try isFollowed(bytes, by: next, after: tag, end: end, encoding: encoding)
    else { return nil }
    note(.blankVR, at: position, tag: tag)
    return header(tag, vr: vr, length: long, at: position + 12, isImplicit: false)
  }

  /// Whether an element of an explicit encoding with a higher tag begins here, or all ends.
  private func isFollowed(
    _ bytes: RawSpan, by next: Int, after tag: Tag, end: Int, encoding: Encoding
  ) throws(DataSetError) -> Bool {
    guard next < end else { return next == end }
    guard next + 6 <= end else { return false }
    try require(
      next + 6 - min(next, bytes.byteCount), bytes: bytes, at: min(next, bytes.byteCount), end: end)
    let following = bytes.tag(next, order: encoding.byteOrder)
    if following == .itemDelimiter { return true }
    let letters = bytes.uint16(next + 4, order: .littleEndian)
    let isKnown = VR(bytes.byte(next + 4), bytes.byte(next + 5)) != nil
    return following > tag && (isKnown || letters == 0x2020 || letters == 0)
  }

  private mutating func implicitHeader(
    _ bytes: RawSpan, tag: Tag, at position: Int, order: ByteOrder
  ) -> ElementHeader {
    var vr = DataDictionary.vr(tag) ?? .un
    if vr == .us, isSigned, DataDictionary.isSignedByPixelRepresentation(tag) { vr = .ss }
    let length = bytes.uint32(position + 4, order: order)
    return header(tag, vr: vr, length: length, at: position + 8, isImplicit: true)
  }

  private mutating func header(
    _ tag: Tag, vr: VR, length: UInt32, at valueOffset: Int, isImplicit: Bool
  ) -> ElementHeader {
    let isUndefined = length == .max
    if !isUndefined, !length.isMultiple(of: 2) { note(.oddLength, at: valueOffset, tag: tag) }
    return ElementHeader(
      tag: tag, vr: vr, length: isUndefined ? nil : Int(length), valueOffset: valueOffset,
      isImplicit: isImplicit)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || byte == 0x3F  // "??" is an old writers' word for unknown
  }
}
