import CDigests
import Compression
import TestSupport
import Testing

@Suite struct `SHA-256` {
  @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 250_001])
  func `is that of another implementation, whatever the length`(length: Int) {
    let bytes = Self.bytes(length)
    var digest = SHA256Digest()
    digest.update(bytes)
    #expect(digest.hex == SHA256.hex(of: bytes))
  }

  @Test(arguments: [1, 2, 17])
  func `works blocks in alike with a processor's instructions and without`(blocks: Int) {
    let bytes = Self.bytes(64 * blocks)
    var quick = (0..<8).map { UInt32($0) &* 0x9e37_79b9 }
    var portable = quick
    unsafe sagitta_digest_compress(&quick, bytes, blocks)
    unsafe sagitta_digest_compress_portable(&portable, bytes, blocks)
    #expect(quick == portable)
  }

  private static func bytes(_ count: Int) -> [UInt8] {
    var random = SeededRandom(UInt64(count))
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }
}
