import Archive
import DICOMModel
import PixelCoding

/// How the frames of an instance lie in its pixel data (PS3.3 C.7.6.3).
struct FrameLayout: Hashable, Sendable {
  let columns: Int
  let rows: Int
  let samples: Int
  let bitsAllocated: Int
  let bitsStored: Int
  let highBit: Int
  let isSigned: Bool
  /// Whether two pixels share their colours: Y, Y, Cb, Cr.
  let isSubsampled: Bool

  /// Bits of a native frame; frames of less than a byte begin within one.
  var frameBits: Int { columns * rows * (isSubsampled ? 2 : samples) * bitsAllocated }

  /// Reads the layout.
  ///
  /// - Throws: ``ServiceFailure`` if the attributes make no image.
  init(_ dataSet: DataSet, pixelData: Tag) throws {
    let bits: Int? =
      switch pixelData {
      case .floatPixelData: 32
      case .doubleFloatPixelData: 64
      default: dataSet.integer(.bitsAllocated)
      }
    guard let columns = dataSet.integer(.columns), let rows = dataSet.integer(.rows),
      let bits, (1...65535).contains(columns), (1...65535).contains(rows), (1...64).contains(bits)
    else { throw Self.noImage }
    self.columns = columns
    self.rows = rows
    bitsAllocated = bits
    samples = min(max(1, dataSet.integer(.samplesPerPixel) ?? 1), 4)
    bitsStored = dataSet.integer(.bitsStored) ?? bits
    highBit = dataSet.integer(.highBit) ?? bitsStored - 1
    isSigned = dataSet.integer(.pixelRepresentation) == 1
    isSubsampled =
      samples == 3 && (dataSet.string(.photometricInterpretation) ?? "").hasSuffix("_422")
  }

  static let noImage = ServiceFailure(
    422, code: "no-image", message: "the stored object has no frames that can be told apart")

  /// What decoders of compressed frames need.
  func format() throws(PixelCodingError) -> PixelFormat {
    try PixelFormat(
      columns: columns, rows: rows, samplesPerPixel: samples, bitsAllocated: bitsAllocated,
      bitsStored: bitsStored, highBit: highBit, isSigned: isSigned)
  }
}
