extension PixelFormat {
  /// The most pixels of a compressed frame.
  ///
  /// A few bytes can promise 65535² pixels. 8192² leaves room for every detector; a decoder
  /// needs up to 12 bytes for each of them.
  public static var maximumCompressedPixels: Int { 1 << 26 }

  /// Pixels that compressed bytes are believed to hold, however few they are.
  ///
  /// A blank slice of JPEG 2000 takes about a hundred bytes, whatever its size.
  public static var pixelsOfAnyBytes: Int { 1 << 22 }

  /// Pixels that each byte of a compressed stream is believed to hold beyond those.
  public static var pixelsPerByte: Int { 4096 }

  /// Whether so many compressed bytes may hold so many pixels.
  ///
  /// What a decoder allocates is bound by that: 12 bytes for every pixel, so 48 MiB and
  /// 48 KiB for every byte that is there.
  public static func canHold(pixels: Int, bytes: Int) -> Bool {
    pixels <= pixelsOfAnyBytes || (pixels - pixelsOfAnyBytes) / pixelsPerByte <= bytes
  }

  /// Checks that a stream holds what the data set promises, and says how its samples lie.
  ///
  /// Samples are taken for words of 8, 16 or 32 bits, the smallest that hold the stream's
  /// precision. Where that is enough for High Bit, the words are those of the data set, junk
  /// above the value included: 12-bit data often comes in streams of 16. Otherwise the value
  /// lies in the lowest bits, and its sign bit, if it has one, is the stream's highest.
  ///
  /// - Parameters:
  ///   - columns: Pixels in a row, as the stream has it.
  ///   - rows: Rows, as the stream has it.
  ///   - components: Samples of a pixel, as the stream has it.
  ///   - precision: Bits of a sample, as the stream has it.
  ///   - wordBits: Bits of a decoded word; nil for the smallest that holds the precision.
  ///   - isExtended: Whether the decoder extends the sign to the whole word.
  /// - Returns: The format of the decoded words.
  /// - Throws: ``PixelCodingError/mismatch(_:)`` or ``PixelCodingError/tooLarge(pixels:limit:)``.
  package func ofStream(
    columns: Int, rows: Int, components: Int, precision: Int, wordBits: Int? = nil,
    isExtended: Bool = false
  ) throws(PixelCodingError) -> PixelFormat {
    guard components == samplesPerPixel else {
      throw .mismatch("\(components) samples a pixel instead of \(samplesPerPixel)")
    }
    guard columns == self.columns, rows == self.rows else {
      throw .mismatch("\(columns)×\(rows) pixels instead of \(self.columns)×\(self.rows)")
    }
    guard (1...bitsAllocated).contains(precision) else {
      throw .mismatch("samples of \(precision) bits, where \(bitsAllocated) are allocated")
    }
    try checkSize()
    let wordBits = wordBits ?? [8, 16].first { $0 >= precision } ?? 32
    let known = isExtended ? wordBits : precision
    let stored = known > highBit ? bitsStored : min(bitsStored, known)
    return try PixelFormat(
      columns: columns, rows: rows, samplesPerPixel: samplesPerPixel, bitsAllocated: wordBits,
      bitsStored: stored, highBit: known > highBit ? highBit : stored - 1, isSigned: isSigned)
  }

  /// Refuses frames that so few bytes cannot hold, before anything is allocated for them.
  package func checkHolds(_ bytes: Int) throws(PixelCodingError) {
    guard Self.canHold(pixels: pixelCount, bytes: bytes) else {
      throw .damaged("\(bytes) bytes cannot hold \(pixelCount) pixels", offset: nil)
    }
  }

  /// Refuses frames that are too large to be allocated on a stream's word.
  package func checkSize() throws(PixelCodingError) {
    guard pixelCount <= Self.maximumCompressedPixels else {
      throw .tooLarge(pixels: pixelCount, limit: Self.maximumCompressedPixels)
    }
  }

  /// Refuses colour images.
  package func checkGrey() throws(PixelCodingError) {
    guard samplesPerPixel == 1 else { throw .unsupportedSamplesPerPixel(samplesPerPixel) }
  }
}
