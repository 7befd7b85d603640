import Compression
import Files
import TestSupport
import Testing

@testable import Batches

/// Digests of results, which are read in pieces.
@Suite struct DigestTests {
  @Test(arguments: [0, 1, 1 << 20, 2_500_001])
  func `a file's digest is that of its bytes`(length: Int) throws {
    var generator = SeededRandom(UInt64(length))
    let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let folder = try TemporaryFolder()
    try folder.write(bytes, as: "x")
    let file = try ByteSource.file(folder.path("x")).open()
    #expect(try SHA256Digest.hex(of: file) == SHA256.hex(of: bytes))
  }

  @Test func `a text's digest is that of its bytes`() {
    #expect(
      SHA256Digest.hex(of: "abc")
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
