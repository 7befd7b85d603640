/// The loops over native samples; `Word` is the sample as it lies in memory.
///
/// Shifting up drops the bits above the high bit, shifting back down those below the value
/// and, for signed words, extends the sign.
struct SampleRow<Word: FixedWidthInteger> {
  let up: Word
  let down: Word
  let swapped: Bool

  /// The stored value of sample `n`.
  @inline(__always)
  func stored(_ bytes: UnsafeRawBufferPointer, _ n: Int) -> Word {
    // SAFETY: callers pass n below the number of samples, which the buffer holds.
    let word = unsafe bytes.loadUnaligned(fromByteOffset: n &* (Word.bitWidth / 8), as: Word.self)
    return ((swapped ? word.byteSwapped : word) &<< up) &>> down
  }

  /// The stored values themselves, and one validity bit a sample if there is padding.
  func shift(
    _ bytes: UnsafeRawBufferPointer, words: UnsafeMutableBufferPointer<UInt16>,
    validity: UnsafeMutableBufferPointer<UInt64>, count: Int, padding: ClosedRange<Int>?
  ) -> ClosedRange<Int>? {
    var low = Int.max
    var high = Int.min
    for start in stride(from: 0, to: count, by: 64) {
      var bits: UInt64 = 0
      for n in start..<min(start + 64, count) {
        let word = Int(unsafe stored(bytes, n))
        unsafe words[n] = UInt16(truncatingIfNeeded: word)
        let isValid = padding.map { !$0.contains(word) } ?? true
        bits |= (isValid ? 1 : 0) &<< UInt64(n - start)
        low = isValid && word < low ? word : low
        high = isValid && word > high ? word : high
      }
      if padding != nil { unsafe validity[start / 64] = bits }
    }
    return low <= high ? low...high : nil
  }

  /// Whole slope and intercept: float arithmetic is exact, and vectorises.
  func convertExactly(
    _ bytes: UnsafeRawBufferPointer, values: UnsafeMutableBufferPointer<Float>, count: Int,
    slope: Float, intercept: Float
  ) -> ClosedRange<Word> {
    var low = Word.max
    var high = Word.min
    for n in 0..<count {
      let word = unsafe stored(bytes, n)
      low = word < low ? word : low
      high = word > high ? word : high
      unsafe values[n] = Float(Int32(truncatingIfNeeded: word)) * slope + intercept
    }
    return low...high
  }

  /// Any slope and intercept: double arithmetic, rounded once.
  func convert(
    _ bytes: UnsafeRawBufferPointer, values: UnsafeMutableBufferPointer<Float>, count: Int,
    slope: Double, intercept: Double
  ) -> ClosedRange<Word> {
    var low = Word.max
    var high = Word.min
    for n in 0..<count {
      let word = unsafe stored(bytes, n)
      low = word < low ? word : low
      high = word > high ? word : high
      unsafe values[n] = Float(Double(word) * slope + intercept)
    }
    return low...high
  }

  /// As above, and one validity bit a sample.
  func convert(
    _ bytes: UnsafeRawBufferPointer, values: UnsafeMutableBufferPointer<Float>,
    validity: UnsafeMutableBufferPointer<UInt64>, count: Int, slope: Double,
    intercept: Double, padding: ClosedRange<Int>
  ) -> ClosedRange<Int>? {
    var low = Int.max
    var high = Int.min
    for start in stride(from: 0, to: count, by: 64) {
      var bits: UInt64 = 0
      for n in start..<min(start + 64, count) {
        let word = Int(unsafe stored(bytes, n))
        unsafe values[n] = Float(Double(word) * slope + intercept)
        let isValid = word < padding.lowerBound || word > padding.upperBound
        bits |= (isValid ? 1 : 0) &<< UInt64(n - start)
        low = isValid && word < low ? word : low
        high = isValid && word > high ? word : high
      }
      unsafe validity[start / 64] = bits
    }
    return low <= high ? low...high : nil
  }
}
