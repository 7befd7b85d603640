import DICOMModel

/// Numbers as the bytes of a little-endian value.
enum NumberBytes {
  /// Nil if one does not fit the representation, or that holds no numbers.
  static func of(_ scalars: [ReadScalar], vr: VR) -> [UInt8]? {
    switch vr {
    case .us: words(scalars) { $0.integer(UInt16.self) }
    case .ss: words(scalars) { $0.integer(Int16.self) }
    case .ul: words(scalars) { $0.integer(UInt32.self) }
    case .sl: words(scalars) { $0.integer(Int32.self) }
    case .uv: words(scalars) { $0.integer(UInt64.self) }
    case .sv: words(scalars) { $0.integer(Int64.self) }
    case .fl: words(scalars) { $0.number.map { Float($0).bitPattern } }
    case .fd: words(scalars) { $0.number.map(\.bitPattern) }
    case .at: words(scalars.map { Tag(digits: $0.text) }.flatMap(halves)) { $0 }
    default: nil
    }
  }

  private static func halves(_ tag: Tag?) -> [UInt16?] { [tag?.group, tag?.element] }

  private static func words<Value, Word: FixedWidthInteger>(
    _ values: [Value], _ word: (Value) -> Word?
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    for value in values {
      guard let word = word(value) else { return nil }
      for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> Word(shift)))
      }
    }
    return bytes
  }
}
