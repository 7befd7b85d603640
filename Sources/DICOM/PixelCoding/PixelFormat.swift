/// How the samples of a frame are stored (PS3.3 C.7.6.3, image pixel module).
public struct PixelFormat: Hashable, Sendable {
  /// Pixels in a row.
  public let columns: Int
  /// Rows of a frame.
  public let rows: Int
  /// 1 for grey, 3 for colour.
  public let samplesPerPixel: Int
  /// Bits that one sample takes: 8, 16 or 32.
  public let bitsAllocated: Int
  /// Bits that carry the value.
  public let bitsStored: Int
  /// The most significant bit that carries the value, counted from 0; what lies above it
  /// is junk.
  public let highBit: Int
  /// Whether the value is two's complement.
  public let isSigned: Bool

  /// Creates a format from the values of a file's attributes.
  ///
  /// - Throws: ``PixelCodingError`` for sizes of 0, or bits that do not fit.
  public init(
    columns: Int, rows: Int, samplesPerPixel: Int = 1, bitsAllocated: Int, bitsStored: Int,
    highBit: Int, isSigned: Bool
  ) throws(PixelCodingError) {
    guard (1...65535).contains(columns), (1...65535).contains(rows) else {
      throw .badSize(columns: columns, rows: rows)
    }
    guard [8, 16, 32].contains(bitsAllocated) else {
      throw .unsupportedBitsAllocated(bitsAllocated)
    }
    guard bitsStored >= 1, bitsStored <= bitsAllocated, highBit >= bitsStored - 1,
      highBit < bitsAllocated
    else {
      throw .badBits(allocated: bitsAllocated, stored: bitsStored, highBit: highBit)
    }
    guard (1...4).contains(samplesPerPixel) else {
      throw .unsupportedSamplesPerPixel(samplesPerPixel)
    }
    self.columns = columns
    self.rows = rows
    self.samplesPerPixel = samplesPerPixel
    self.bitsAllocated = bitsAllocated
    self.bitsStored = bitsStored
    self.highBit = highBit
    self.isSigned = isSigned
  }

  /// Pixels of a frame.
  public var pixelCount: Int { columns * rows }

  /// Bytes of an uncompressed frame, without the byte that pads a frame to an even length.
  public var frameBytes: Int { pixelCount * samplesPerPixel * (bitsAllocated / 8) }

  /// The smallest and largest value that the stored bits can hold.
  public var storedRange: ClosedRange<Int> {
    isSigned
      ? -(1 << (bitsStored - 1))...(1 << (bitsStored - 1)) - 1 : 0...(1 << bitsStored) - 1
  }
}
