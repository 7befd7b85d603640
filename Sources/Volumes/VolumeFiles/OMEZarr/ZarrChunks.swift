import Compression
import Files
import WorkScheduling

/// What an axis of an array is to a volume.
enum ZarrAxis: Hashable, Sendable {
  case column, row, slice
  /// Phases follow each other in steps of so many.
  case phase(step: Int)
}

/// The chunks of an array whose axes are known.
struct ZarrChunks: Sendable {
  let array: ZarrArray
  let axes: [ZarrAxis]
  /// Whether links in the folder may lead out of it.
  let allowsOutside: Bool
  /// Whether a chunk that is not there is a loss, and not full of the fill value.
  let isComplete: Bool

  /// The length of an axis, 1 if there is none.
  func length(_ axis: ZarrAxis, in lengths: [Int]) -> Int {
    axes.firstIndex(of: axis).map { lengths[$0] } ?? 1
  }

  /// The chunk of some numbers along each axis, unpacked into a buffer.
  ///
  /// - Returns: False if it is not there, and the buffer is as it was.
  /// - Throws: ``VolumeFileError``.
  func unpack(
    _ numbers: [Int], into buffer: UnsafeMutableRawBufferPointer, context: WorkContext
  ) throws -> Bool {
    let name = name(of: numbers)
    let path = array.folder + "/" + name
    guard let packed = try packed(numbers, path: path) else {
      guard !isComplete else {
        throw VolumeFileError(.dataFileMissing(path), path: array.folder)
      }
      return false
    }
    // Judged once the file is known to be there.
    guard allowsOutside || ResolvedPlace.isBelow(name, folder: array.folder) else {
      throw VolumeFileError(.dataFileOutside(name), path: array.folder)
    }
    do {
      let count = try unsafe unpack(packed, into: buffer, context: context)
      guard count == buffer.count else {
        throw VolumeFileError(
          .malformed("a chunk of \(count) bytes, which should be \(buffer.count)"), path: path)
      }
    } catch let error as CompressionError {
      if error.reason == .cancelled { throw WorkCancelled() }
      throw VolumeFileError(error, path: path)
    } catch let error as ChunkDamage {
      throw VolumeFileError(.malformed(error.words), path: path)
    }
    return true
  }

  private func unpack(
    _ packed: [UInt8], into buffer: UnsafeMutableRawBufferPointer, context: WorkContext
  ) throws -> Int {
    guard let last = array.codecs.last else {
      guard packed.count <= buffer.count else {
        throw ChunkDamage(words: "\(packed.count) bytes, which should be \(buffer.count)")
      }
      unsafe buffer.copyBytes(from: packed)
      return packed.count
    }
    var bytes = packed
    for codec in array.codecs.dropLast() {
      // Packed bytes may be a little longer than plain ones.
      var next = [UInt8](repeating: 0, count: Self.mostPacked(buffer.count))
      let count = try unsafe next.withUnsafeMutableBytes {
        try unsafe codec.unpack(bytes, into: $0, context: context)
      }
      next.removeLast(next.count - count)
      bytes = next
    }
    return try unsafe last.unpack(bytes, into: buffer, context: context)
  }

  /// The most bytes that a chunk of so many is read as.
  static func mostPacked(_ count: Int) -> Int { count + count / 8 + (1 << 16) }

  /// `c/0/1/2`, `0.1.2`.
  private func name(of numbers: [Int]) -> String {
    let counts = array.shards?.counts ?? numbers.map { _ in 1 }
    let words = zip(numbers, counts).map { String($0 / $1) }
    let prefix = array.names.prefix
    return ((prefix.isEmpty ? [] : [prefix]) + words).joined(separator: array.names.separator)
  }

  /// The packed bytes of a chunk; nil if it is not there.
  private func packed(_ numbers: [Int], path: String) throws -> [UInt8]? {
    guard let file = try ByteReader.openingIfThere(path) else { return nil }
    var range = 0..<file.count
    if let shards = array.shards {
      guard let place = try place(of: numbers, in: file, shards) else { return nil }
      range = place
    }
    guard range.count <= Self.mostPacked(array.chunkBytes) else {
      throw VolumeFileError(
        .malformed("\(range.count) bytes for a chunk of \(array.chunkBytes)"), path: path)
    }
    return try file.read(range)
  }

  /// Where a chunk lies in a shard; nil if it is not there.
  private func place(
    of numbers: [Int], in file: ByteReader, _ shards: ZarrArray.Shards
  ) throws -> Range<Int>? {
    guard file.count >= shards.indexBytes else {
      throw VolumeFileError(
        .truncated(needed: shards.indexBytes, available: file.count), path: file.name)
    }
    let start = shards.isIndexFirst ? 0 : file.count - shards.indexBytes
    let index = try file.read(start..<start + shards.indexBytes)
    let sum = index.dropFirst(16 * shards.chunks).littleEndianWord
    guard !shards.isIndexSummed || sum == CRC32C.sum(of: index.prefix(16 * shards.chunks)) else {
      throw VolumeFileError(.malformed("a checksum is wrong"), path: file.name, offset: start)
    }
    let number = zip(numbers, shards.counts).reduce(0) { $0 * $1.1 + $1.0 % $1.1 }
    let offset = index[16 * number..<16 * number + 8].littleEndianWord
    let count = index[16 * number + 8..<16 * number + 16].littleEndianWord
    if offset == .max, count == .max { return nil }
    guard offset <= UInt64(file.count), count <= UInt64(file.count) - offset else {
      throw VolumeFileError(
        .malformed("a chunk outside of its shard"), path: file.name, offset: start)
    }
    return Int(offset)..<Int(offset + count)
  }
}
