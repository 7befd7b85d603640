/// The inverse DCT of an 8×8 block in whole numbers.
///
/// This is the algorithm of Loeffler, Ligtenberg and Moschytz with the scaling of the
/// Independent JPEG Group's accurate integer method, so that results equal theirs to the bit.
struct InverseDCT {
  /// Bits after the point of the constants.
  private static let constantBits = 13

  /// Bits after the point of the values between the passes.
  private let passBits: Int
  private let centre: Int
  private let largest: Int

  /// A transform for samples of 8 or 12 bits.
  init(precision: Int) {
    passBits = precision > 8 ? 1 : 2
    centre = 1 << (precision - 1)
    largest = (1 << precision) - 1
  }

  /// Turns dequantised coefficients into samples, both row by row.
  func transform(_ block: inout [Int]) {
    for column in 0..<8 {
      Self.pass(&block, from: column, step: 8, shift: Self.constantBits - passBits)
    }
    for row in 0..<8 {
      Self.pass(&block, from: row * 8, step: 1, shift: Self.constantBits + passBits + 3)
    }
    for place in block.indices {
      block[place] = min(max(block[place] &+ centre, 0), largest)
    }
  }

  /// Transforms eight values at a distance of `step`, in place.
  ///
  /// Wrapping arithmetic: hostile coefficients overflow nothing but themselves.
  private static func pass(_ v: inout [Int], from start: Int, step: Int, shift: Int) {
    func at(_ n: Int) -> Int { v[start + n * step] }
    let e = evenPart(at(0), at(2), at(4), at(6))
    let o = oddPart(at(1), at(3), at(5), at(7))
    let round = 1 << (shift - 1)
    for n in 0..<4 {
      v[start + n * step] = (e[n] &+ o[n] &+ round) >> shift
      v[start + (7 - n) * step] = (e[n] &- o[n] &+ round) >> shift
    }
  }

  private static func evenPart(_ v0: Int, _ v2: Int, _ v4: Int, _ v6: Int) -> SIMD4<Int> {
    let z = (v2 &+ v6) &* 4433  // √2 · cos 3π/8, of 2¹³
    let t2 = z &- v6 &* 15137
    let t3 = z &+ v2 &* 6270
    let t0 = (v0 &+ v4) &<< constantBits
    let t1 = (v0 &- v4) &<< constantBits
    return [t0 &+ t3, t1 &+ t2, t1 &- t2, t0 &- t3]
  }

  private static func oddPart(_ v1: Int, _ v3: Int, _ v5: Int, _ v7: Int) -> SIMD4<Int> {
    let z5 = (v7 &+ v3 &+ v5 &+ v1) &* 9633
    let z1 = (v7 &+ v1) &* -7373
    let z2 = (v5 &+ v3) &* -20995
    let z3 = (v7 &+ v3) &* -16069 &+ z5
    let z4 = (v5 &+ v1) &* -3196 &+ z5
    return [
      v1 &* 12299 &+ z1 &+ z4, v3 &* 25172 &+ z2 &+ z3, v5 &* 16819 &+ z2 &+ z4,
      v7 &* 2446 &+ z1 &+ z3,
    ]
  }
}
