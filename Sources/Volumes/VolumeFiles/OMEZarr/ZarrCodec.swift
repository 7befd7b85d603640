import Compression
import StableJSON
import WorkScheduling

/// What is wrong with the bytes of a chunk.
struct ChunkDamage: Error {
  let words: String
}

/// How the bytes of a chunk are packed.
enum ZarrCodec: Hashable, Sendable {
  case gzip, zlib, zstandard, blosc
  /// A block behind its length in four bytes.
  case lz4
  /// A checksum behind the bytes.
  case crc32c

  /// The compressor of an array of version 2; nil for none.
  static func compressor(
    _ value: JSONValue, _ document: ZarrDocument
  ) throws(VolumeFileError) -> ZarrCodec? {
    if value == .null { return nil }
    switch value["id"]?.text {
    case "gzip": return .gzip
    case "zlib": return .zlib
    case "zstd": return .zstandard
    case "blosc": return .blosc
    case "lz4": return .lz4
    case let other: throw document.unsupported(unknown(other))
    }
  }

  /// A codec from bytes to bytes of an array of version 3.
  init(_ value: JSONValue, _ document: ZarrDocument) throws(VolumeFileError) {
    switch value["name"]?.text {
    case "gzip": self = .gzip
    case "zstd": self = .zstandard
    case "blosc": self = .blosc
    case "crc32c": self = .crc32c
    case let other: throw document.unsupported(Self.unknown(other))
    }
  }

  private static func unknown(_ name: String?) -> String {
    "chunks packed by \(name ?? "an unnamed codec"); known are gzip, zlib, zstd, blosc and lz4"
  }

  /// Unpacks bytes into a buffer, never beyond it.
  ///
  /// - Returns: The bytes that came out.
  /// - Throws: `CompressionError`, ``ChunkDamage``.
  func unpack(
    _ packed: [UInt8], into buffer: UnsafeMutableRawBufferPointer, context: WorkContext
  ) throws -> Int {
    switch self {
    case .gzip: return try unsafe Self.inflate(packed, .gzip, into: buffer, context: context)
    case .zlib: return try unsafe Self.inflate(packed, .zlib, into: buffer, context: context)
    case .zstandard: return try unsafe Zstandard.decompress(packed, into: buffer)
    case .blosc: return try unsafe Blosc.decompress(packed, into: buffer)
    case .lz4: return try unsafe Blosc.decompressLZ4(packed.dropFirst(4), into: buffer)
    case .crc32c: return try unsafe Self.summed(packed, into: buffer)
    }
  }

  private static func inflate(
    _ packed: [UInt8], _ format: CompressedFormat, into buffer: UnsafeMutableRawBufferPointer,
    context: WorkContext
  ) throws(CompressionError) -> Int {
    let plain = try Inflation.bytes(
      packed, format: format, limit: buffer.count, expected: buffer.count, context: context)
    unsafe buffer.copyBytes(from: plain)
    return plain.count
  }

  private static func summed(
    _ packed: [UInt8], into buffer: UnsafeMutableRawBufferPointer
  ) throws(ChunkDamage) -> Int {
    guard packed.count >= 4, packed.count - 4 <= buffer.count else {
      throw ChunkDamage(words: "\(packed.count) bytes with a checksum for \(buffer.count)")
    }
    let plain = packed.dropLast(4)
    guard CRC32C.sum(of: plain) == packed.suffix(4).littleEndianWord else {
      throw ChunkDamage(words: "a checksum is wrong")
    }
    unsafe buffer.copyBytes(from: plain)
    return plain.count
  }
}

extension Collection<UInt8> {
  /// The number that bytes are, the least first.
  var littleEndianWord: UInt64 {
    reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The codecs of an array of version 3: from values to bytes, and from bytes to bytes.
struct ZarrPipeline {
  /// The axes from the slowest to the fastest in the bytes.
  private(set) var order: [Int]
  private(set) var isBigEndian = false
  /// How bytes are unpacked, in that order.
  private(set) var codecs: [ZarrCodec] = []

  init(_ value: JSONValue, axes: Int, _ document: ZarrDocument) throws(VolumeFileError) {
    order = Array(0..<axes)
    guard let list = value.list, list.count <= 8 else { throw document.malformed("no codecs") }
    var hasBytes = false
    for codec in list {
      let settings = codec["configuration"]
      switch codec["name"]?.text {
      case "transpose" where !hasBytes:
        let turned = try Self.axes(settings?["order"], axes, document)
        order = turned.map { order[$0] }
      case "bytes" where !hasBytes:
        hasBytes = true
        isBigEndian = settings?["endian"]?.text == "big"
      case "sharding_indexed": throw document.unsupported("shards within shards, or packed again")
      default:
        guard hasBytes else {
          throw document.unsupported("the codec \(codec["name"]?.text ?? "?") of values")
        }
        codecs.insert(try ZarrCodec(codec, document), at: 0)
      }
    }
    guard hasBytes else { throw document.malformed("no codec from values to bytes") }
  }

  private static func axes(
    _ value: JSONValue?, _ count: Int, _ document: ZarrDocument
  ) throws(VolumeFileError) -> [Int] {
    if value?.text == "C" { return Array(0..<count) }
    if value?.text == "F" { return Array((0..<count).reversed()) }
    let order = value?.list?.compactMap(\.whole) ?? []
    guard order.sorted() == Array(0..<count) else {
      throw document.malformed("a transposition that is none of \(count) axes")
    }
    return order
  }
}
