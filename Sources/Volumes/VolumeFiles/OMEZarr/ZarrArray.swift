import StableJSON

/// An array of a Zarr folder, version 2 or 3: what its document says.
struct ZarrArray: Sendable {
  /// The most axes that an array may have.
  static let mostAxes = 8

  /// How chunks are called.
  struct ChunkNames: Hashable, Sendable {
    /// What stands before the numbers: `c` in version 3.
    var prefix: String
    var separator: String
  }

  /// Chunks that lie together in one file.
  struct Shards: Sendable {
    /// Chunks along each axis of a file.
    var counts: [Int]
    /// Whether the index stands before the chunks.
    var isIndexFirst: Bool
    /// Whether a checksum follows the index.
    var isIndexSummed: Bool

    var chunks: Int { counts.reduce(1, *) }
    var indexBytes: Int { 16 * chunks + (isIndexSummed ? 4 : 0) }
  }

  /// The folder.
  let folder: String
  /// The document, for errors.
  let document: ZarrDocument
  /// Lengths of the axes as the document has them.
  let shape: [Int]
  /// Lengths of the axes of a chunk.
  let chunk: [Int]
  let stored: StoredFormat
  /// The axes from the slowest to the fastest in the bytes of a chunk.
  let order: [Int]
  /// The bytes of a voxel that no chunk holds, as chunks have them.
  let fill: [UInt8]
  /// How chunks are unpacked, in that order.
  let codecs: [ZarrCodec]
  let names: ChunkNames
  let shards: Shards?

  /// Bytes of a chunk, unpacked.
  var chunkBytes: Int { chunk.reduce(stored.type.size, *) }

  /// The largest chunk that is read: 1 GiB.
  private static let mostChunkBytes = 1 << 30

  /// Reads the document of an array; gives nil if the folder is none.
  ///
  /// - Throws: ``VolumeFileError``.
  init?(at folder: String) throws {
    if let document = try ZarrDocument(at: folder + "/zarr.json") {
      guard document.value["node_type"]?.text == "array" else { return nil }
      try self.init(document, version: 3, folder: folder)
    } else if let document = try ZarrDocument(at: folder + "/.zarray") {
      try self.init(document, version: 2, folder: folder)
    } else {
      return nil
    }
    try check()
  }

  private init(
    _ document: ZarrDocument, version: Int, folder: String
  ) throws(VolumeFileError) {
    guard document.value["zarr_format"]?.whole == version else {
      throw document.malformed("no zarr_format \(version)")
    }
    self.folder = folder
    self.document = document
    shape = try document.lengths(document.value["shape"], "shape")
    let parts =
      try version == 2
      ? ZarrArrayParts(version2: document, axes: shape.indices)
      : ZarrArrayParts(version3: document, axes: shape.indices)
    chunk = parts.chunk
    stored = parts.stored
    order = parts.order
    codecs = parts.codecs
    names = parts.names
    shards = parts.shards
    fill = try ZarrFill.bytes(document.value["fill_value"] ?? .null, stored, document)
  }

  private func check() throws(VolumeFileError) {
    guard shape.count == chunk.count, shape.count >= 2 else {
      throw document.malformed("\(shape.count) axes, and chunks of \(chunk.count)")
    }
    var bytes = stored.type.size
    for length in chunk {
      let (product, isHuge) = bytes.multipliedReportingOverflow(by: length)
      guard !isHuge, product <= Self.mostChunkBytes else {
        throw document.unsupported(
          "chunks of \(chunk) voxels; up to \(Self.mostChunkBytes >> 20) MiB each are read")
      }
      bytes = product
    }
  }
}

/// What versions of an array's document say in words of their own.
private struct ZarrArrayParts {
  var chunk: [Int]
  var stored: StoredFormat
  var order: [Int]
  var codecs: [ZarrCodec]
  var names: ZarrArray.ChunkNames
  var shards: ZarrArray.Shards?
}

extension ZarrArrayParts {
  init(version2 document: ZarrDocument, axes: Range<Int>) throws(VolumeFileError) {
    let value = document.value
    chunk = try document.lengths(value["chunks"], "chunks")
    stored = try Self.format(numPy: value["dtype"], document)
    switch value["order"]?.text ?? "C" {
    case "C": order = Array(axes)
    case "F": order = axes.reversed()
    case let other: throw document.malformed("the order \(other)")
    }
    guard value["filters"]?.isNothing ?? true else {
      throw document.unsupported("filters of values; write the array without any")
    }
    codecs = try ZarrCodec.compressor(value["compressor"] ?? .null, document).map { [$0] } ?? []
    let separator = value["dimension_separator"]?.text ?? "."
    names = ZarrArray.ChunkNames(prefix: "", separator: try Self.separator(separator, document))
  }

  private static func separator(
    _ text: String, _ document: ZarrDocument
  ) throws(VolumeFileError) -> String {
    guard text == "." || text == "/" else {
      throw document.malformed("the separator \"\(text)\" of chunk names")
    }
    return text
  }

  private static func format(
    numPy value: JSONValue?, _ document: ZarrDocument
  ) throws(VolumeFileError) -> StoredFormat {
    guard let name = value?.text else {
      throw document.unsupported("voxels of several values; write one array for each")
    }
    return try NPYHeader(type: name, shape: []).storedFormat(path: document.path)
  }
}

extension ZarrArrayParts {
  init(version3 document: ZarrDocument, axes: Range<Int>) throws(VolumeFileError) {
    let value = document.value
    guard value["chunk_grid"]?["name"]?.text == "regular" else {
      throw document.unsupported("a chunk grid that is not regular")
    }
    chunk = try document.lengths(
      value["chunk_grid"]?["configuration"]?["chunk_shape"], "chunk_shape")
    names = try Self.names(value["chunk_key_encoding"], document)
    var chain = value["codecs"] ?? .null
    if let only = chain.list?.first, chain.list?.count == 1,
      only["name"]?.text == "sharding_indexed"
    {
      let inner = try document.lengths(only["configuration"]?["chunk_shape"], "chunk_shape")
      shards = try Self.shards(chunk, inner, only["configuration"] ?? .null, document)
      chunk = inner
      chain = only["configuration"]?["codecs"] ?? .null
    }
    let pipeline = try ZarrPipeline(chain, axes: axes.count, document)
    stored = StoredFormat(type: try Self.type(value["data_type"], document))
    stored.isSwapped = pipeline.isBigEndian && stored.type.size > 1
    order = pipeline.order
    codecs = pipeline.codecs
  }

  private static func type(
    _ value: JSONValue?, _ document: ZarrDocument
  ) throws(VolumeFileError) -> VoxelType {
    guard let name = value?.text else { throw document.unsupported("voxels of a type by parts") }
    if name == "bool" { return .uint8 }
    guard let type = VoxelType(rawValue: name) else {
      throw document.unsupported("voxels of the type \(name); write float32 or whole numbers")
    }
    return type
  }

  private static func names(
    _ value: JSONValue?, _ document: ZarrDocument
  ) throws(VolumeFileError) -> ZarrArray.ChunkNames {
    let given = value?["configuration"]?["separator"]?.text
    switch value?["name"]?.text {
    case "default":
      return ZarrArray.ChunkNames(prefix: "c", separator: try separator(given ?? "/", document))
    case "v2":
      return ZarrArray.ChunkNames(prefix: "", separator: try separator(given ?? ".", document))
    default: throw document.unsupported("names of chunks that are neither \"default\" nor \"v2\"")
    }
  }

  private static func shards(
    _ outer: [Int], _ inner: [Int], _ value: JSONValue, _ document: ZarrDocument
  ) throws(VolumeFileError) -> ZarrArray.Shards {
    guard outer.count == inner.count, zip(outer, inner).allSatisfy({ $0 % $1 == 0 }) else {
      throw document.malformed("shards \(outer) that are no multiple of their chunks \(inner)")
    }
    let index = value["index_codecs"]?.list ?? []
    let words = index.compactMap { $0["name"]?.text }
    guard words.first == "bytes", ["bytes", "crc32c"].starts(with: words),
      index.first?["configuration"]?["endian"]?.text ?? "little" == "little",
      words.count == index.count
    else { throw document.unsupported("an index of shards by \(words)") }
    var chunks = 1
    for (outer, inner) in zip(outer, inner) {
      let (product, isHuge) = chunks.multipliedReportingOverflow(by: outer / inner)
      guard !isHuge, product <= 1 << 20 else { throw document.unsupported("shards of \(outer)") }
      chunks = product
    }
    return ZarrArray.Shards(
      counts: zip(outer, inner).map { $0 / $1 },
      isIndexFirst: value["index_location"]?.text == "start", isIndexSummed: words.count == 2)
  }
}
