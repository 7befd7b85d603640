/// A Huffman code as a JPEG stream defines it (T.81 Annex C), with a table for short codes.
package struct HuffmanCode: Sendable {
  /// Codes up to this length are looked up at once.
  static let lookupBits = 9

  /// By the next nine bits: length of the code · 256 + its symbol; 0 for longer codes.
  private let lookup: [UInt16]
  /// By length, of 16 bits: the first value that is no code of this length or a shorter one.
  private let limits: [Int]
  /// By length: what to add to a code to get the place of its symbol.
  private let offsets: [Int]
  /// In order of code.
  private let symbols: [UInt8]
  private let counts: [Int]

  /// Creates a code; nil if there are more codes of a length than fit.
  ///
  /// - Parameters:
  ///   - counts: Codes of the lengths 1…16.
  ///   - symbols: As many symbols, in order of code.
  init?(counts: [Int], symbols: [UInt8]) {
    guard counts.count == 16, counts.reduce(0, +) == symbols.count else { return nil }
    var limits = [0]
    var offsets = [0]
    var code = 0
    var place = 0
    for (length, count) in zip(1..., counts) {
      guard code + count <= 1 << length else { return nil }
      offsets.append(place - code)
      code = code + count
      place = place + count
      limits.append(code << (16 - length))
      code <<= 1
    }
    self.limits = limits
    self.offsets = offsets
    self.symbols = symbols
    self.counts = counts
    var lookup = [UInt16](repeating: 0, count: 1 << Self.lookupBits)
    Self.forEachCode(counts, symbols: symbols) { symbol, code, length in
      guard length <= Self.lookupBits else { return }
      let spare = Self.lookupBits - length
      for entry in code << spare..<(code + 1) << spare {
        lookup[entry] = UInt16(length << 8) | UInt16(symbol)
      }
    }
    self.lookup = lookup
  }

  /// The largest symbol; 0 if there is none.
  var largestSymbol: Int { Int(symbols.max() ?? 0) }

  /// Calls `body` with every symbol, its code and the code's length.
  func forEachCode(_ body: (_ symbol: UInt8, _ code: Int, _ length: Int) -> Void) {
    Self.forEachCode(counts, symbols: symbols, body: body)
  }

  private static func forEachCode(
    _ counts: [Int], symbols: [UInt8],
    body: (_ symbol: UInt8, _ code: Int, _ length: Int) -> Void
  ) {
    var code = 0
    var place = 0
    for (length, count) in zip(1..., counts) {
      for _ in 0..<count {
        body(symbols[place], code, length)
        code = code + 1
        place = place + 1
      }
      code <<= 1
    }
  }

  /// Takes one symbol from bits that were refilled; 0, and unusable bits, if there is none.
  @inline(__always)
  func symbol(_ bits: inout JPEGBits) -> Int {
    let entry = lookup[Int(truncatingIfNeeded: bits.window &>> UInt64(64 - Self.lookupBits))]
    if entry != 0 {
      bits.skip(Int(entry &>> 8))
      return Int(entry & 0xFF)
    }
    return longSymbol(&bits)
  }

  private func longSymbol(_ bits: inout JPEGBits) -> Int {
    let top = Int(truncatingIfNeeded: bits.window &>> 48)
    guard let length = (1...16).first(where: { top < limits[$0] }) else {
      bits.invalidate()
      return 0
    }
    bits.skip(length)
    return Int(symbols[offsets[length] + top >> (16 - length)])
  }
}

extension EntropyBits {
  /// Takes a number of `size` bits (0…16) from refilled bits and extends its sign (T.81 F.2.2.1).
  @inline(__always)
  mutating func signed(_ size: Int) -> Int32 {
    guard size > 0 else { return 0 }
    let value = Int32(truncatingIfNeeded: window &>> UInt64(64 - size))
    skip(size)
    // Numbers that begin with a 0 bit are the negative ones.
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value
  }
}
