import DICOMImaging
import PixelCoding

extension SliceConversion {
  /// Multiplies values that no slope has made by the slice's scale.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - range: The range of the valid ones.
  /// - Returns: The range of the products.
  func scale(
    _ values: UnsafeMutableBufferPointer<Float>, range: ClosedRange<Float>?
  ) -> ClosedRange<Float>? {
    let factor = slice.scale
    guard factor != 1 else { return range }
    for n in values.indices { unsafe values[n] = Float(Double(values[n]) * factor) }
    // A scale is above 0 and rounding keeps the order.
    return range.map {
      Float(Double($0.lowerBound) * factor)...Float(Double($0.upperBound) * factor)
    }
  }

  /// Converts stored samples to values of the real world; those outside the mapping have none.
  ///
  /// - Returns: The range of the valid values, or nil if there are none.
  func convert(
    _ bytes: UnsafeRawBufferPointer, through mapping: RealWorldMapping,
    into values: UnsafeMutableBufferPointer<Float>,
    validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Float>? {
    let pixels = slice.header.pixels
    if pixels.samples == .integer {
      let conversion = NativeConversion(
        format: format, byteOrder: byteOrder, padding: pixels.padding)
      _ = unsafe conversion.convert(bytes, into: values, validity: validity)
      if pixels.padding == nil { unsafe MaskWords.fill(validity, count: format.pixelCount) }
    } else {
      let conversion = FloatConversion(
        isDouble: pixels.samples == .double, byteOrder: byteOrder, padding: pixels.floatPadding)
      _ = unsafe conversion.convert(bytes, into: values, validity: validity)
    }
    var range: ClosedRange<Float>?
    for n in values.indices {
      // Stored values of up to 24 bits are exact in a float.
      let value = mapping.value(of: Double(unsafe values[n])).map(Float.init)
      let word = n / 64
      let bit = UInt64(1) << UInt64(n % 64)
      if let value, unsafe validity[word] & bit != 0 {
        range = ClosedRange(covering: range, value...value)
      } else {
        unsafe validity[word] &= ~bit
      }
      unsafe values[n] = value ?? .nan
    }
    return range
  }
}
