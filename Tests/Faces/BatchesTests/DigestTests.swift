import CDigests
import Compression
import Files
import TestSupport
import Testing

@testable import Batches

/// Digests of results: two ways to make them, and another implementation to compare with.
@Suite(.serialized) struct DigestTests {
  private static let lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 2_500_001]

  private func expected(_ bytes: [UInt8]) -> String {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.hex
  }

  private func bytes(_ count: Int) -> [UInt8] {
    var generator = SeededRandom(UInt64(count))
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  @Test(arguments: [false, true])
  func `a file's digest is that of its bytes, with a processor's instructions and without`(
    avoids: Bool
  ) throws {
    sagitta_digest_avoid_instructions(avoids ? 1 : 0)
    defer { sagitta_digest_avoid_instructions(0) }
    let folder = try TemporaryFolder()
    for length in Self.lengths {
      let bytes = bytes(length)
      try folder.write(bytes, as: "x")
      let file = try ByteSource.file(folder.path("x")).open()
      #expect(try Digests.of(file) == expected(bytes), "\(length) bytes")
    }
  }

  @Test func `a text's digest is that of its bytes`() {
    #expect(
      Digests.of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
