extension DataSet: Equatable {
  /// Data sets are equal when they have the same attributes, representations and values.
  ///
  /// Where a value is kept does not matter, nor does the byte order it is kept in.
  public static func == (lhs: DataSet, rhs: DataSet) -> Bool {
    guard lhs.elements.count == rhs.elements.count else { return false }
    return zip(lhs.elements, rhs.elements).allSatisfy { left, right in
      guard left.tag == right.tag, left.vr == right.vr, left.isEncapsulated == right.isEncapsulated
      else { return false }
      if left.isSequence || right.isSequence {
        return lhs.items(left.tag) == rhs.items(right.tag)
      }
      let wordSize = lhs.byteOrder == rhs.byteOrder ? 1 : left.vr.wordSize
      return areEqual(lhs.bytes(of: left), rhs.bytes(of: right), reversingWordsOf: wordSize)
    }
  }

  private static func areEqual(
    _ lhs: ArraySlice<UInt8>?, _ rhs: ArraySlice<UInt8>?, reversingWordsOf size: Int
  ) -> Bool {
    guard let lhs, let rhs, lhs.count == rhs.count else { return false }
    guard size > 1, lhs.count.isMultiple(of: size) else { return lhs == rhs }
    return lhs.indices.allSatisfy { index in
      let place = index - lhs.startIndex
      let mirrored = place / size * size + size - 1 - place % size
      return lhs[index] == rhs[rhs.startIndex + mirrored]
    }
  }
}
