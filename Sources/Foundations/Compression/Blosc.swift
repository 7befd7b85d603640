import CUnpacking

/// Blosc's containers, as c-blosc 1 writes them, and LZ4's blocks.
///
/// Parts in BloscLZ, LZ4, Zstandard and zlib are unpacked.
public enum Blosc {
  /// Unpacks a container into a buffer, never beyond it.
  ///
  /// - Returns: The bytes that came out.
  /// - Throws: ``CompressionError`` if it is damaged, holds more, or is packed otherwise.
  public static func decompress(
    _ packed: [UInt8], into buffer: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    try packed.withRawSpan { (span) throws(CompressionError) in
      try unsafe span.withUnsafeBytes { (packed) throws(CompressionError) in
        try unsafe BloscContainer(packed).unpack(into: buffer)
      }
    }
  }

  /// Unpacks an LZ4 block into a buffer, never beyond it.
  ///
  /// - Returns: The bytes that came out.
  /// - Throws: ``CompressionError`` if it is damaged or more comes out.
  public static func decompressLZ4(
    _ packed: ArraySlice<UInt8>, into buffer: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    let written = unsafe packed.withUnsafeBytes { packed in
      unsafe sagitta_lz4_decompress(
        packed.baseAddress, packed.count, buffer.baseAddress, buffer.count)
    }
    guard written >= 0 else {
      throw CompressionError(reason: .corrupt("no intact LZ4 block"), offset: 0)
    }
    return Int(written)
  }
}

/// CRC-32C, as Zarr's checksums are.
public enum CRC32C {
  /// The sum of all bytes.
  public static func sum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    unsafe bytes.withUnsafeBytes { unsafe sagitta_crc32c($0.baseAddress, $0.count) }
  }
}

/// A container in memory of the caller.
@safe private struct BloscContainer {
  private let packed: UnsafeRawBufferPointer
  private let header: SagittaBloscHeader

  init(_ packed: UnsafeRawBufferPointer) throws(CompressionError) {
    unsafe self.packed = packed
    var header = SagittaBloscHeader()
    guard unsafe sagitta_blosc_header(packed.baseAddress, packed.count, &header) != 0 else {
      throw Self.damaged(0)
    }
    self.header = header
  }

  private static func damaged(_ offset: Int) -> CompressionError {
    CompressionError(reason: .corrupt("no intact Blosc container"), offset: offset)
  }

  func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    guard header.plainCount <= buffer.count else {
      throw CompressionError(reason: .tooLong(limit: buffer.count), offset: 0)
    }
    let count = header.plainCount
    if header.isPlain != 0 {
      // SAFETY: the header was held against the bytes that are there.
      unsafe buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: packed[16..<16 + count]))
      return count
    }
    // Blocks are a few hundred kilobytes, and never longer than what comes out.
    let scratch = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(header.blockCount, count), alignment: 64)
    defer { unsafe scratch.deallocate() }
    for block in 0..<header.blocks {
      let start = block * header.blockCount
      let length = min(header.blockCount, count - start)
      let target = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + length])
      try unsafe unpack(block, length: length, by: scratch, into: target)
    }
    return count
  }

  private func unpack(
    _ block: Int, length: Int, by scratch: UnsafeMutableRawBufferPointer,
    into target: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) {
    var place = 0
    var done = 0
    while done < length {
      var part: UnsafePointer<UInt8>?
      var partCount = 0
      var plainCount = 0
      let isThere = unsafe withUnsafePointer(to: header) {
        unsafe sagitta_blosc_part(
          packed.baseAddress, packed.count, $0, block, &place, &part, &partCount, &plainCount)
      }
      guard isThere != 0, plainCount > 0, plainCount <= length - done else {
        throw Self.damaged(place)
      }
      let bytes = unsafe UnsafeRawBufferPointer(start: part, count: partCount)
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[done..<done + plainCount])
      guard try unsafe unpack(bytes, into: room) == plainCount else { throw Self.damaged(place) }
      done += plainCount
    }
    // SAFETY: both hold `length` bytes.
    unsafe withUnsafePointer(to: header) {
      unsafe sagitta_blosc_unshuffle(
        $0, scratch.baseAddress?.assumingMemoryBound(to: UInt8.self), length,
        target.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
  }

  private func unpack(
    _ part: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    if part.count == room.count {
      unsafe room.copyMemory(from: part)
      return room.count
    }
    switch Int(header.codec) {
    case Int(SagittaBloscLZ4.rawValue):
      return unsafe Int(
        sagitta_lz4_decompress(part.baseAddress, part.count, room.baseAddress, room.count))
    case Int(SagittaBloscLZ.rawValue):
      return unsafe Int(
        sagitta_blosclz_decompress(part.baseAddress, part.count, room.baseAddress, room.count))
    case Int(SagittaBloscZstandard.rawValue):
      return try unsafe Zstandard.decompress(part, into: room)
    case Int(SagittaBloscZlib.rawValue):
      let plain = try unsafe Inflation.bytes(part.bytes, format: .zlib, limit: room.count)
      unsafe room.copyBytes(from: plain)
      return plain.count
    case let other:
      let name = other == Int(SagittaBloscSnappy.rawValue) ? "Snappy" : "codec \(other)"
      throw CompressionError(
        reason: .corrupt("packed with \(name) in Blosc, which is not read"), offset: 2)
    }
  }
}
