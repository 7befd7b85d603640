import WorkScheduling

/// Pixel data cannot be read.
public enum PixelCodingError: Error, Hashable, CustomStringConvertible {
  /// Rows or columns are 0 or above 65535.
  case badSize(columns: Int, rows: Int)
  /// Samples take a number of bits that is not 8, 16 or 32.
  case unsupportedBitsAllocated(Int)
  /// Bits Stored and High Bit do not fit Bits Allocated.
  case badBits(allocated: Int, stored: Int, highBit: Int)
  /// A pixel has no or too many samples.
  case unsupportedSamplesPerPixel(Int)
  /// The file holds fewer bytes of pixel data than its sizes promise.
  case truncated(needed: Int, available: Int)
  /// No decoder knows the transfer syntax; its name.
  case unsupportedTransferSyntax(String)
  /// A compressed stream is damaged; what is wrong, and at which byte of the frame if that is
  /// known.
  case damaged(String, offset: Int?)
  /// A compressed stream contradicts the data set: size, colours or bits.
  case mismatch(String)
  /// A compressed stream is of a kind that its decoder does not read; which one.
  case unsupportedStream(String)
  /// A frame has more pixels than a decoder may allocate for.
  case tooLarge(pixels: Int, limit: Int)
  /// The work was asked to stop within a frame.
  case cancelled

  /// One line for people.
  public var description: String {
    switch self {
    case .badSize(let columns, let rows): "\(columns)×\(rows) pixels are no image"
    case .unsupportedBitsAllocated(let bits): "\(bits) bits allocated are not supported"
    case .badBits(let allocated, let stored, let highBit):
      "\(stored) bits stored below high bit \(highBit) do not fit \(allocated) bits allocated"
    case .unsupportedSamplesPerPixel(let count): "\(count) samples per pixel are not supported"
    case .truncated(let needed, let available):
      "the pixel data is cut: \(available) of \(needed) bytes are there"
    case .unsupportedTransferSyntax(let name): "transfer syntax \(name) is not supported"
    case .damaged(let what, offset: nil): "the compressed pixel data is damaged: \(what)"
    case .damaged(let what, offset: let offset?):
      "the compressed pixel data is damaged at byte \(offset) of the frame: \(what)"
    case .mismatch(let what): "the compressed pixel data contradicts the header: \(what)"
    case .unsupportedStream(let what): "\(what) is not supported"
    case .tooLarge(let pixels, let limit):
      "a compressed frame of \(pixels) pixels is over the limit of \(limit)"
    case .cancelled: WorkCancelled().description
    }
  }
}
