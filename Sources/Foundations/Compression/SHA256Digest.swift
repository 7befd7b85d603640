/// The SHA-256 digest of bytes (FIPS 180-4), taken in pieces.
public struct SHA256Digest: Sendable {
  private var state: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  private static let blockLength = 64

  /// The digest of no bytes.
  public init() {}

  /// Appends bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(Self.blockLength - rest.count, bytes.count)
      unsafe rest += bytes[..<start]
      guard rest.count == Self.blockLength else { return }
      let block = rest
      unsafe block.withUnsafeBytes { unsafe compress($0) }
      rest.removeAll(keepingCapacity: true)
    }
    while bytes.count - start >= Self.blockLength {
      unsafe compress(
        UnsafeRawBufferPointer(rebasing: bytes[start..<start + Self.blockLength]))
      start += Self.blockLength
    }
    unsafe rest += bytes[start...]
  }

  /// Appends bytes.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The digest of all bytes so far, in hexadecimal.
  public var hex: String {
    var copy = self
    let bits = count * 8
    copy.update([0x80] + [UInt8](repeating: 0, count: Int((119 - count % 64) % 64)))
    copy.update((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    return (0..<8).map { word in
      let digits = String(copy.state[word], radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// - Precondition: The block has 64 bytes.
  private mutating func compress(_ block: UnsafeRawBufferPointer) {
    precondition(block.count == Self.blockLength, "blocks are whole")
    var w = InlineArray<64, UInt32>(repeating: 0)
    for n in 0..<16 {
      // SAFETY: the block has sixteen words.
      let word = unsafe block.loadUnaligned(fromByteOffset: 4 * n, as: UInt32.self)
      w[n] = UInt32(bigEndian: word)
    }
    for n in 16..<64 {
      let s0 = w[n - 15].turned(7) ^ w[n - 15].turned(18) ^ w[n - 15] >> 3
      let s1 = w[n - 2].turned(17) ^ w[n - 2].turned(19) ^ w[n - 2] >> 10
      w[n] = w[n - 16] &+ s0 &+ w[n - 7] &+ s1
    }
    var a = state[0]
    var b = state[1]
    var c = state[2]
    var d = state[3]
    var e = state[4]
    var f = state[5]
    var g = state[6]
    var h = state[7]
    for n in 0..<64 {
      let s1 = e.turned(6) ^ e.turned(11) ^ e.turned(25)
      let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ Self.constants[n] &+ w[n]
      let s0 = a.turned(2) ^ a.turned(13) ^ a.turned(22)
      let t2 = s0 &+ (a & b ^ a & c ^ b & c)
      h = g
      g = f
      f = e
      e = d &+ t1
      d = c
      c = b
      b = a
      a = t1 &+ t2
    }
    for (n, word) in [a, b, c, d, e, f, g, h].enumerated() { state[n] &+= word }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: InlineArray<64, UInt32> = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]
}

extension UInt32 {
  fileprivate func turned(_ bits: UInt32) -> UInt32 { self >> bits | self << (32 - bits) }
}
