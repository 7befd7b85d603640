/// The differences of lossless JPEG by the next bits: Huffman code and number in one step
/// (T.81 H.1.2.2).
struct DifferenceTable: Sendable {
  /// 16 KiB of entries, which a level-1 cache holds beside the image rows.
  static let bits = 12

  private let code: HuffmanCode

  /// By the next bits: difference · 2¹⁶ + bits to take; 0 where the number does not fit.
  private let entries: [UInt32]

  /// Creates a table; nil if a symbol is no size of a difference.
  init?(_ code: HuffmanCode) {
    guard code.largestSymbol <= 16 else { return nil }
    var entries = [UInt32](repeating: 0, count: 1 << Self.bits)
    code.forEachCode { symbol, code, length in
      // Size 16 stands for 32768 alone, without bits of its own.
      let size = symbol == 16 ? 0 : Int(symbol)
      let spare = Self.bits - length - size
      guard spare >= 0 else { return }
      for number in 0..<1 << size {
        let isNegative = size > 0 && number < 1 << (size - 1)
        let difference =
          symbol == 16 ? 32768 : isNegative ? number - (1 << size) + 1 : number
        let entry =
          UInt32(truncatingIfNeeded: difference) << 16
          | UInt32(length + size)
        let first = ((code << size) | number) << spare
        for place in first..<first + 1 << spare { entries[place] = entry }
      }
    }
    self.code = code
    self.entries = entries
  }

  /// Takes one difference, modulo 2¹⁶ and above 16 bits arbitrary.
  ///
  /// At least ``bits`` bits must be there; afterwards there are as many fewer, or 28 at least.
  @inline(__always)
  func difference(_ bits: inout JPEGBits) -> Int32 {
    let entry = entries[Int(truncatingIfNeeded: bits.window &>> UInt64(64 - Self.bits))]
    let length = Int(entry & 0xFF)
    if length != 0 {
      bits.skip(length)
      return Int32(bitPattern: entry) &>> 16
    }
    let (difference, rest) = longDifference(bits)
    bits = rest
    return difference
  }

  /// By value, so that the caller's fields stay in registers.
  @inline(never)
  private func longDifference(_ bits: JPEGBits) -> (Int32, JPEGBits) {
    var bits = bits
    bits.refill()
    let size = code.symbol(&bits)
    let difference = size == 16 ? 32768 : bits.signed(size)
    bits.refill()
    return (difference, bits)
  }
}
