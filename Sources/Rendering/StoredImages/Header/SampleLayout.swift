import DICOMImaging
import DICOMModel
import PixelCoding

/// How the samples of an image lie (PS3.3 C.7.6.3), any number of bits included.
struct SampleLayout: Hashable, Sendable {
  /// What a sample is.
  enum Kind: Hashable, Sendable {
    case integer
    case float
    case double
  }

  let columns: Int
  let rows: Int
  /// Samples of a pixel: 1 or 3.
  let channels: Int
  /// Bits that one sample takes.
  let bitsAllocated: Int
  let bitsStored: Int
  let highBit: Int
  let isSigned: Bool
  let kind: Kind
  /// Whether all samples of one colour come before those of the next.
  let isPlanar: Bool
  /// Whether two pixels share their colours, in native data: Y, Y, Cb, Cr.
  let isSubsampled: Bool

  var pixelCount: Int { columns * rows }

  /// Bits of a native frame; frames of less than a byte begin within one.
  var frameBits: Int {
    isSubsampled ? pixelCount * 2 * bitsAllocated : pixelCount * channels * bitsAllocated
  }

  /// Samples of a native frame.
  var storedSamples: Int { isSubsampled ? pixelCount * 2 : pixelCount * channels }

  /// Reads the layout.
  ///
  /// - Throws: A sentence if an attribute is absent or makes no sense.
  init(_ dataSet: DataSet, kind: Kind) throws(LayoutProblem) {
    guard let columns = dataSet.integer(.columns), let rows = dataSet.integer(.rows),
      (1...65535).contains(columns), (1...65535).contains(rows)
    else { throw LayoutProblem("Rows and Columns are missing or make no image") }
    self.kind = kind
    self.columns = columns
    self.rows = rows
    channels = kind == .integer ? dataSet.integer(.samplesPerPixel) ?? 1 : 1
    guard [1, 3].contains(channels) else {
      throw LayoutProblem("\(channels) samples per pixel are not supported")
    }
    let allocated = dataSet.integer(.bitsAllocated)
    switch kind {
    case .integer:
      guard let allocated, (1...32).contains(allocated) else {
        throw LayoutProblem(
          "Bits Allocated is \(allocated.map { "\($0)" } ?? "missing"): 1 to 32 are supported")
      }
      bitsAllocated = allocated
      bitsStored = dataSet.integer(.bitsStored) ?? allocated
      highBit = dataSet.integer(.highBit) ?? bitsStored - 1
      guard (1...allocated).contains(bitsStored), (bitsStored - 1..<allocated).contains(highBit)
      else {
        throw LayoutProblem(
          "\(bitsStored) bits stored below high bit \(highBit) do not fit \(allocated) bits "
            + "allocated")
      }
    case .float, .double:
      bitsAllocated = kind == .float ? 32 : 64
      bitsStored = bitsAllocated
      highBit = bitsAllocated - 1
    }
    isSigned = dataSet.integer(.pixelRepresentation) == 1
    isPlanar = channels > 1 && dataSet.integer(.planarConfiguration) == 1
    let photometric = dataSet.string(.photometricInterpretation) ?? ""
    isSubsampled = channels == 3 && photometric.hasSuffix("_422")
    guard !isSubsampled || columns.isMultiple(of: 2) else {
      throw LayoutProblem("\(photometric) needs an even number of columns, not \(columns)")
    }
  }

  /// The format for decoders of compressed frames.
  func format() throws(PixelCodingError) -> PixelFormat {
    try PixelFormat(
      columns: columns, rows: rows, samplesPerPixel: channels, bitsAllocated: bitsAllocated,
      bitsStored: bitsStored, highBit: highBit, isSigned: isSigned)
  }
}

/// The samples of an image are not described in a way that can be read.
struct LayoutProblem: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
