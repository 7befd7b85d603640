public import Faults

extension DataSetError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .needsMore: "needs-more-bytes"
    case .truncated: "truncated-data-set"
    case .lengthBeyondParent: "length-beyond-parent"
    case .itemExpected: "item-expected"
    case .misplacedItem: "misplaced-item"
    case .undefinedLength: "undefined-length"
    case .nestedTooDeep: "nested-too-deep"
    case .valueTooLong: "value-too-long"
    case .tooManyElements: "too-many-elements"
    case .inflatedTooLong: "inflates-too-long"
    case .headerTooLong: "header-too-long"
    case .noInflater: "no-inflater"
    case .inflationFailed: "corrupt-compression"
    case .notDICOM: "not-dicom"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .nestedTooDeep, .valueTooLong, .tooManyElements, .inflatedTooLong, .headerTooLong:
      .overLimit
    case .noInflater: .wrongRequest
    case .needsMore, .truncated, .lengthBeyondParent, .itemExpected, .misplacedItem,
      .undefinedLength,
      .inflationFailed, .notDICOM:
      .badInput
    }
  }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(byteOffset: offset) }
}
