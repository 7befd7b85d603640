import Testing
import WorkScheduling

@testable import Compression

/// Bytes that are there to take time.
@Suite struct IdleBytesTests {
  private let voxels = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7) }

  private func reader(_ bytes: [UInt8]) throws -> InflatingReader {
    try InflatingReader(
      .gzip, source: CompressedSource(bytes), context: WorkContext(workers: 2))
  }

  private func read(_ reader: InflatingReader, _ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let found = try unsafe bytes.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
    return Array(bytes.prefix(found))
  }

  @Test func `a few empty members are passed over, thousands in a row are refused`() throws {
    let empty = try Deflation.bytes([], format: .gzip)
    let full = try Deflation.bytes(voxels, format: .gzip)
    let few = Array(repeatElement(empty, count: 1000).joined())
    #expect(try read(reader(few + full), voxels.count) == voxels)
    #expect(try read(reader(few + full + few + full), 2 * voxels.count) == voxels + voxels)
    let error = #expect(throws: CompressionError.self) {
      try read(reader(few + empty + full), voxels.count)
    }
    // What comes behind is never looked at.
    #expect(error?.offset == 1001 * empty.count)
  }

  @Test func `nothing behind the member of the last byte is looked at`() throws {
    let full = try Deflation.bytes(voxels, format: .gzip)
    let empty = try Deflation.bytes([], format: .gzip)
    let reader = try reader(full + Array(repeatElement(empty, count: 5000).joined()))
    #expect(try read(reader, voxels.count) == voxels)
    try reader.finishMember(within: 1 << 16)
    #expect(reader.consumed == full.count)
  }

  @Test func `a wrong checksum is seen behind the last byte, if its member ends soon`() throws {
    var bytes = try Deflation.bytes(voxels + voxels, format: .gzip)
    bytes[bytes.count - 6] ^= 1
    let near = try reader(bytes)
    #expect(try read(near, voxels.count) == voxels)
    #expect(throws: CompressionError.self) { try near.finishMember(within: 1 << 16) }
    var long = try Deflation.bytes(voxels + [UInt8](repeating: 0, count: 4 << 20), format: .gzip)
    long[long.count - 6] ^= 1
    let far = try reader(long)
    #expect(try read(far, voxels.count) == voxels)
    try far.finishMember(within: 1 << 16)
    #expect(far.consumed < long.count)
  }
}
