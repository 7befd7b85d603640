import DICOMCoding
import DICOMModel
import Files

/// Where the fragments of compressed pixel data lie, from their headers alone.
struct FragmentSurvey {
  /// Nil for native pixel data.
  let encapsulated: EncapsulatedPixelData?
  /// The Extended Offset Table, of use for several frames only.
  let extendedOffsets: [Int]
  /// What is wrong and can be got over, in words.
  let nonconformances: [String]

  /// Walks over the fragments in a file.
  ///
  /// - Throws: `DataSetError` if there is no fragment where the pixel data begins;
  ///   ``FileReadingError``.
  init(
    _ file: ByteReader, syntax: TransferSyntax, dataSet: DataSet,
    pixelData: PixelDataLocation, frames: Int
  ) throws {
    guard syntax.isEncapsulated else {
      encapsulated = nil
      extendedOffsets = []
      nonconformances = []
      return
    }
    extendedOffsets = frames > 1 ? dataSet.integers(.extendedOffsetTable) ?? [] : []
    let start = pixelData.offset
    let found = try EncapsulatedPixelData(length: max(0, file.count - start), offset: start) {
      try file.bytes(at: start + $0.lowerBound, count: $0.count)
    }
    var nonconformances = found.nonconformances.map(\.description)
    if found.hasWrongTable(count: frames, extendedOffsets: extendedOffsets) {
      nonconformances.append("an offset table of the pixel data does not fit its fragments")
    }
    encapsulated = found
    self.nonconformances = nonconformances
  }
}
