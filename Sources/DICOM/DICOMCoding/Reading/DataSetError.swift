public import DICOMModel

/// Reading a data set stopped, why, and where.
public struct DataSetError: Error, Hashable {
  /// What was wrong with the bytes.
  public enum Reason: Hashable, Sendable {
    /// The stream goes on, but the bytes at hand do not: read at least so many from its start.
    ///
    /// For a deflated syntax the count is a guess, since it is not known what the bytes hold.
    case needsMore(bytes: Int)
    /// The stream ends before something that was promised: so many bytes, and so many are there.
    case truncated(needed: Int, available: Int)
    /// The length reaches beyond the end of the surrounding item: so many bytes, so many are left.
    case lengthBeyondParent(needed: Int, available: Int)
    /// Another tag stands where an item or a delimiter has to be.
    case itemExpected(found: Tag)
    /// An item or fragment stands where an element has to be, or has no length though it needs one.
    case misplacedItem
    /// The representation may not have an undefined length.
    case undefinedLength(VR)
    /// Sequences are nested past ``ReadLimits/depth``.
    case nestedTooDeep(limit: Int)
    /// A value is longer than ``ReadLimits/elementBytes``.
    case valueTooLong(byteCount: Int, limit: Int)
    /// There are more elements and items than ``ReadLimits/elementCount``.
    case tooManyElements(limit: Int)
    /// The deflated data set inflates to more than ``ReadLimits/inflatedBytes``.
    case inflatedTooLong(limit: Int)
    /// What precedes the pixel data is longer than ``ReadLimits/headerBytes``.
    case headerTooLong(limit: Int)
    /// The data set is deflated, and the reader was given no inflater.
    case noInflater
    /// The inflater refused the bytes; its own words.
    case inflationFailed(String)
    /// The bytes are no data set in any known encoding.
    case notDICOM
  }

  /// One step from the root towards the place: a sequence and the number of an item in it, from 0.
  public struct Step: Hashable, Sendable {
    /// The sequence.
    public let tag: Tag
    /// The item's number, from 0.
    public let item: Int
  }

  /// What was wrong with the bytes.
  public let reason: Reason

  /// Bytes from the start of the stream to the offending element; for a deflated syntax, from the
  /// start of the inflated data set.
  public let offset: Int

  /// The items around the place, outermost first.
  public let path: [Step]

  /// The offending element; nil when it is not known.
  public let tag: Tag?
}

extension DataSetError: CustomStringConvertible {
  /// One line: reason, tag path, offset.
  public var description: String {
    let steps = path.map { "\($0.tag)[\($0.item)]" } + (tag.map { ["\($0)"] } ?? [])
    let place = steps.isEmpty ? "" : " in \(steps.joined(separator: "."))"
    return "\(reason)\(place) at byte \(offset)"
  }
}

extension DataSetError.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .needsMore(let bytes): "the first \(bytes) bytes are needed"
    case .truncated(let needed, let available):
      "the stream ends too soon: \(needed) bytes needed, \(available) there"
    case .lengthBeyondParent(let needed, let available):
      "the value leaves its item: \(needed) bytes needed, \(available) left"
    case .itemExpected(let found): "an item was expected, \(found) found"
    case .misplacedItem: "an item or fragment stands where none may be"
    case .undefinedLength(let vr): "\(vr) may not have an undefined length"
    case .nestedTooDeep(let limit): "sequences are nested deeper than \(limit)"
    case .valueTooLong(let count, let limit): "a value has \(count) bytes, the limit is \(limit)"
    case .tooManyElements(let limit): "there are more than \(limit) elements"
    case .inflatedTooLong(let limit): "the data set inflates to more than \(limit) bytes"
    case .headerTooLong(let limit): "more than \(limit) bytes precede the pixel data"
    case .noInflater: "the data set is deflated and there is no inflater"
    case .inflationFailed(let words): "the data set cannot be inflated: \(words)"
    case .notDICOM: "no DICOM data set"
    }
  }
}
