import CPixelKernels
public import DICOMModel

/// Turns native samples into modality values: stored bits out, rescale in, nothing else.
///
/// The stored value lies in the `bitsStored` bits below `highBit`; everything around it is
/// masked. Rescaling is computed in double precision and rounded to float once (PS3.3
/// C.11.1.1.2: output = slope · stored + intercept).
public struct NativeConversion: Hashable, Sendable {
  /// How the samples are stored.
  public let format: PixelFormat
  /// The order of bytes in a sample.
  public let byteOrder: ByteOrder
  /// Modality units for one stored unit.
  public let slope: Double
  /// The modality value of the stored value 0.
  public let intercept: Double
  /// Stored values that stand for "no value here", if any.
  public let padding: ClosedRange<Int>?

  /// Creates a conversion.
  ///
  /// - Precondition: One sample a pixel.
  public init(
    format: PixelFormat, byteOrder: ByteOrder, slope: Double = 1, intercept: Double = 0,
    padding: ClosedRange<Int>? = nil
  ) {
    precondition(format.samplesPerPixel == 1, "modality values come from grey images")
    self.format = format
    self.byteOrder = byteOrder
    self.padding = padding
    self.slope = slope
    self.intercept = intercept
  }

  /// Converts one frame.
  ///
  /// - Parameters:
  ///   - bytes: At least `format.frameBytes` bytes; no alignment is needed.
  ///   - values: Receives one modality value a pixel, padding pixels included.
  ///   - validity: Receives one bit a pixel, 1 where the pixel is not padding; not touched
  ///     when there is no padding.
  /// - Returns: The range of the stored values that are not padding, or nil if all are.
  /// - Precondition: The buffers are large enough.
  public func convert(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Int>? {
    precondition(bytes.count >= format.frameBytes && values.count >= format.pixelCount)
    precondition(padding == nil || validity.count >= (format.pixelCount + 63) / 64)
    if hasFastLoop { return unsafe runFast(bytes, values: values, kernels: .best) }
    return switch (format.bitsAllocated, format.isSigned) {
    case (8, false): unsafe run(UInt8.self, bytes: bytes, values: values, validity: validity)
    case (8, true): unsafe run(Int8.self, bytes: bytes, values: values, validity: validity)
    case (16, false): unsafe run(UInt16.self, bytes: bytes, values: values, validity: validity)
    case (16, true): unsafe run(Int16.self, bytes: bytes, values: values, validity: validity)
    case (_, false): unsafe run(UInt32.self, bytes: bytes, values: values, validity: validity)
    case (_, true): unsafe run(Int32.self, bytes: bytes, values: values, validity: validity)
    }
  }

  /// Whether the stored values of this format are 16-bit words, or fit them.
  public var fitsWords: Bool { format.bitsAllocated <= 16 }

  /// Stores the stored values of a frame as 16-bit words, two's complement where they are signed.
  ///
  /// - Parameters:
  ///   - bytes: At least `format.frameBytes` bytes; no alignment is needed.
  ///   - words: Receives one word a pixel, padding pixels included.
  ///   - validity: As in ``convert(_:into:validity:)``.
  /// - Returns: The range of the stored values that are not padding, or nil if all are.
  /// - Precondition: The format ``fitsWords``, and the buffers are large enough.
  public func store(
    _ bytes: UnsafeRawBufferPointer, into words: UnsafeMutableBufferPointer<UInt16>,
    validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Int>? {
    precondition(fitsWords, "words have 16 bits")
    precondition(bytes.count >= format.frameBytes && words.count >= format.pixelCount)
    precondition(padding == nil || validity.count >= (format.pixelCount + 63) / 64)
    if hasFastShift { return unsafe shiftFast(bytes, words: words, kernels: .best) }
    func shift<Word: FixedWidthInteger>(_: Word.Type) -> ClosedRange<Int>? {
      unsafe row(Word.self).shift(
        bytes, words: words, validity: validity, count: format.pixelCount, padding: padding)
    }
    return switch (format.bitsAllocated, format.isSigned) {
    case (8, false): shift(UInt8.self)
    case (8, true): shift(Int8.self)
    case (_, false): shift(UInt16.self)
    case (_, true): shift(Int16.self)
    }
  }

  /// Whether the loops in C can store the words.
  var hasFastShift: Bool {
    format.bitsAllocated == 16 && byteOrder == .littleEndian && padding == nil
      && 1.littleEndian == 1
  }

  func shiftFast(
    _ bytes: UnsafeRawBufferPointer, words: UnsafeMutableBufferPointer<UInt16>,
    kernels: SampleKernels
  ) -> ClosedRange<Int> {
    let map = SGSampleMap(
      up: Int32(15 - format.highBit), down: Int32(16 - format.bitsStored), slope: 1, intercept: 0)
    let target = unsafe UnsafeMutableBufferPointer(rebasing: words[..<format.pixelCount])
    return unsafe kernels.shift(bytes, into: target, isSigned: format.isSigned, map: map)
  }

  /// Whether the loops in C can do it: nearly every CT and MR image.
  var hasFastLoop: Bool {
    format.bitsAllocated == 16 && byteOrder == .littleEndian && padding == nil && isExactInFloat
      && 1.littleEndian == 1
  }

  func runFast(
    _ bytes: UnsafeRawBufferPointer, values: UnsafeMutableBufferPointer<Float>,
    kernels: SampleKernels
  ) -> ClosedRange<Int> {
    let map = SGSampleMap(
      up: Int32(15 - format.highBit), down: Int32(16 - format.bitsStored), slope: Float(slope),
      intercept: Float(intercept))
    let target = unsafe UnsafeMutableBufferPointer(rebasing: values[..<format.pixelCount])
    return unsafe kernels.convert(bytes, into: target, isSigned: format.isSigned, map: map)
  }

  /// Returns the stored values of a frame, without rescale.
  ///
  /// - Precondition: There are at least `format.frameBytes` bytes.
  public func storedValues(_ bytes: UnsafeRawBufferPointer) -> [Int32] {
    precondition(bytes.count >= format.frameBytes)
    func all<Word: FixedWidthInteger>(_: Word.Type) -> [Int32] {
      let row = row(Word.self)
      return (0..<format.pixelCount).map { Int32(truncatingIfNeeded: unsafe row.stored(bytes, $0)) }
    }
    return switch (format.bitsAllocated, format.isSigned) {
    case (8, false): all(UInt8.self)
    case (8, true): all(Int8.self)
    case (16, false): all(UInt16.self)
    case (16, true): all(Int16.self)
    case (_, false): all(UInt32.self)
    case (_, true): all(Int32.self)
    }
  }

  /// The modality value of a stored value.
  public func modalityValue(of stored: Int) -> Float {
    Float(Double(stored) * slope + intercept)
  }

  /// Whether slope and intercept are whole and small enough for float arithmetic to be
  /// exact: below 2²⁴ every whole number is a float.
  var isExactInFloat: Bool {
    let largest = Double(max(abs(format.storedRange.lowerBound), format.storedRange.upperBound))
    return slope == slope.rounded() && intercept == intercept.rounded()
      && abs(slope) * largest + abs(intercept) < 16_777_216
  }

  private func row<Word: FixedWidthInteger>(_: Word.Type) -> SampleRow<Word> {
    SampleRow(
      up: Word(Word.bitWidth - 1 - format.highBit), down: Word(Word.bitWidth - format.bitsStored),
      swapped: byteOrder == .bigEndian)
  }

  private func run<Word: FixedWidthInteger>(
    _: Word.Type, bytes: UnsafeRawBufferPointer, values: UnsafeMutableBufferPointer<Float>,
    validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Int>? {
    let row = row(Word.self)
    guard let padding else {
      let count = format.pixelCount
      let range =
        isExactInFloat
        ? unsafe row.convertExactly(
          bytes, values: values, count: count, slope: Float(slope), intercept: Float(intercept))
        : unsafe row.convert(
          bytes, values: values, count: count, slope: slope, intercept: intercept)
      return Int(range.lowerBound)...Int(range.upperBound)
    }
    return unsafe row.convert(
      bytes, values: values, validity: validity, count: format.pixelCount, slope: slope,
      intercept: intercept, padding: padding)
  }
}
