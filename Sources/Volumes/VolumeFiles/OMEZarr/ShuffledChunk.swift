import CVoxelTypes
import Compression
import StableJSON

/// How chunks are packed: as Blosc's containers of one block in Zstandard, the bytes of voxels by their
/// significance.
///
/// On a chest CT in 16 bits that is a fifth smaller than Zstandard alone, and takes three fifths of the time.
enum ShuffledChunk {
  /// Beyond the fastest level little is gained on voxels.
  private static let level = 1

  /// The versions of the container and of what is in it.
  private static let versions: [UInt8] = [2, 1]

  /// The codec in the document of an array.
  static func codec(_ type: VoxelType) -> JSONValue {
    .object([
      "name": .text("blosc"),
      "configuration": .object([
        "cname": .text("zstd"), "clevel": .number(Double(level)), "blocksize": .number(0),
        "typesize": .number(Double(type.size)),
        "shuffle": .text(type.size > 1 ? "shuffle" : "noshuffle"),
      ]),
    ])
  }

  /// Packs the voxels of a chunk.
  ///
  /// - Precondition: The chunk is shorter than 1 GiB.
  /// - Throws: `CompressionError` without memory.
  static func bytes(_ voxels: [UInt8], _ type: VoxelType) throws -> [UInt8] {
    precondition(voxels.count < 1 << 30, "the length stands in 32 bits")
    let plain = type.size > 1 ? shuffled(voxels, size: type.size) : voxels
    let frame = try unsafe Zstandard.bytes(plain.span.bytes, level: level)
    // A block as long as what comes out stands as it is.
    let block = frame.count < plain.count ? frame : plain
    let flags: UInt8 = 4 << 5 | 1 << 4 | (type.size > 1 ? 1 : 0)
    let start = 20
    return versions + [flags, UInt8(type.size)] + word(plain.count) + word(plain.count)
      + word(start + 4 + block.count) + word(start) + word(block.count) + block
  }

  private static func word(_ number: Int) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func shuffled(_ voxels: [UInt8], size: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: voxels.count) { out, written in
      // SAFETY: there is room for every byte of whole voxels.
      unsafe sagitta_shuffle_voxels(voxels, size, voxels.count / size, out.baseAddress)
      written = voxels.count / size * size
    }
  }
}
