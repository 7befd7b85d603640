public import DICOMModel

/// Turns samples of Float or Double Float Pixel Data into values; there is no rescale.
public struct FloatConversion: Hashable, Sendable {
  /// Whether a sample has 64 bits instead of 32.
  public let isDouble: Bool
  /// The order of bytes in a sample.
  public let byteOrder: ByteOrder
  /// Values that stand for "no value here", if any; what is not finite always does.
  public let padding: ClosedRange<Double>?

  /// Creates a conversion.
  public init(isDouble: Bool, byteOrder: ByteOrder, padding: ClosedRange<Double>? = nil) {
    self.isDouble = isDouble
    self.byteOrder = byteOrder
    self.padding = padding
  }

  /// Converts samples.
  ///
  /// - Parameters:
  ///   - bytes: The samples; no alignment is needed.
  ///   - values: Receives one value a sample, rounded to float, padding included.
  ///   - validity: Receives one bit a sample, 1 where the value is one.
  /// - Returns: The range of the valid values, or nil if there are none.
  /// - Precondition: The buffers are large enough.
  public func convert(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Float>? {
    precondition(bytes.count >= values.count * (isDouble ? 8 : 4))
    precondition(validity.count >= (values.count + 63) / 64)
    var low = Float.infinity
    var high = -Float.infinity
    for start in stride(from: 0, to: values.count, by: 64) {
      var bits: UInt64 = 0
      for n in start..<min(start + 64, values.count) {
        let exact = unsafe sample(bytes, n)
        let value = Float(exact)
        unsafe values[n] = value
        guard value.isFinite, padding.map({ !$0.contains(exact) }) ?? true else { continue }
        bits |= 1 &<< UInt64(n - start)
        low = min(low, value)
        high = max(high, value)
      }
      unsafe validity[start / 64] = bits
    }
    return low <= high ? low...high : nil
  }

  private func sample(_ bytes: UnsafeRawBufferPointer, _ n: Int) -> Double {
    // SAFETY: the caller has checked that the buffer holds sample n.
    if isDouble {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: n * 8, as: UInt64.self)
      return Double(bitPattern: byteOrder == .bigEndian ? word.byteSwapped : word)
    }
    let word = unsafe bytes.loadUnaligned(fromByteOffset: n * 4, as: UInt32.self)
    return Double(Float(bitPattern: byteOrder == .bigEndian ? word.byteSwapped : word))
  }
}
