public import DICOMModel

/// Something wrong in the bytes that reading got over.
public struct ParseNonconformance: Hashable, Sendable {
  /// What was wrong, and what was done about it.
  public enum Code: String, Hashable, Sendable {
    /// There is no preamble with `DICM`; the bytes were read as a bare data set.
    case missingPreamble
    /// There is no meta group; the encoding was guessed.
    case missingMetaGroup
    /// The meta group has no group length.
    case missingMetaGroupLength
    /// The meta group's length is not that of its elements; the elements counted.
    case wrongMetaGroupLength
    /// The meta group names no transfer syntax; the encoding was guessed.
    case missingTransferSyntax
    /// The data set is encoded otherwise than the meta group says; what the bytes show was taken.
    case transferSyntaxContradicted
    /// The deflated data set lies in a zlib or gzip stream; it was unwrapped.
    case wrappedDeflate
    /// An element comes after one with a higher tag; the elements were put in order.
    case outOfOrder
    /// A tag stands twice in one item; the first was kept.
    case duplicateTag
    /// A value has an odd length; it was taken as it is.
    case oddLength
    /// The letters of the VR are none; the element was read as Implicit VR.
    case garbageVR
    /// The VR is blank; that of the dictionary was taken.
    case blankVR
    /// The VR is none that is known; the value was kept as UN.
    case unknownVR
    /// A sequence of undefined length ends without its delimiter.
    case missingSequenceDelimiter
    /// An item of undefined length ends without its delimiter.
    case missingItemDelimiter
    /// A delimiter stands where nothing is open; it was passed over.
    case strayDelimiter
    /// An item is longer than what surrounds it; it was cut there.
    case itemLengthBeyondParent
    /// The next item begins before this one's length is over; the next was taken.
    case wrongItemLength
    /// A sequence could not be read as items; its bytes were kept as one value.
    case malformedSequence
    /// Zeros or fewer bytes than an element needs stand at the end; they were passed over.
    case trailingBytes
    /// Native pixel data is longer than the stream.
    case pixelDataTruncated
  }

  /// What was wrong.
  public let code: Code

  /// Bytes from the start of the stream; for a deflated syntax, of the inflated data set.
  public let offset: Int

  /// The items around the place, outermost first.
  public let path: [DataSetError.Step]

  /// The element; nil when there is none.
  public let tag: Tag?
}

extension ParseNonconformance: CustomStringConvertible {
  /// One line: code, tag path, offset.
  public var description: String {
    let steps = path.map { "\($0.tag)[\($0.item)]" } + (tag.map { ["\($0)"] } ?? [])
    let place = steps.isEmpty ? "" : " in \(steps.joined(separator: "."))"
    return "\(code.rawValue)\(place) at byte \(offset)"
  }
}
