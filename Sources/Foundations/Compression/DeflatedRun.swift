import CUnpacking

/// One run of a compressed stream, deflated on its own by igzip.
///
/// Runs can be made in parallel, in any order. Written one after the other between
/// ``CompressedFormat/header`` and ``CompressedFormat/trailer(_:)`` they are one stream, which
/// depends on where the runs are cut and on the processor's vector width, not on the workers.
/// No run refers back to the one before, which costs less than 1 % at 1 MiB.
public struct DeflatedRun: Hashable, Sendable {
  /// The deflated bytes, ending on a byte boundary.
  public let bytes: [UInt8]
  /// The checksum of the plain bytes.
  public let checksum: Checksum

  /// Deflates a run; exactly the last run of a stream must say that it is.
  ///
  /// - Precondition: The run is shorter than 4 GiB.
  public init(
    _ plain: RawSpan, kind: Checksum.Kind = .crc32, isLast: Bool
  ) throws(CompressionError) {
    let count = plain.byteCount
    precondition(count < 1 << 32, "a run is shorter than 4 GiB")
    let room = sagitta_igzip_bound(count)
    // SAFETY: igzip reads `count` bytes and writes at most `room`.
    bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, written in
      written = unsafe plain.withUnsafeBytes { plain in
        unsafe sagitta_igzip_deflate(
          plain.baseAddress, count, isLast ? 1 : 0, buffer.baseAddress, room)
      }
    }
    guard !bytes.isEmpty else { throw CompressionError(reason: .failed(0), offset: 0) }
    checksum = Checksum(of: plain, kind: kind)
  }

  /// Deflates a run; as for a span.
  public init(
    _ plain: [UInt8], kind: Checksum.Kind = .crc32, isLast: Bool
  ) throws(CompressionError) {
    self = try plain.withRawSpan { (span) throws(CompressionError) in
      try DeflatedRun(span, kind: kind, isLast: isLast)
    }
  }
}

extension CompressedFormat {
  /// The bytes before the first run: no name, no time, so that equal input gives equal bytes.
  public var header: [UInt8] {
    switch self {
    case .raw: []
    // A window of 32 KiB, the fastest level.
    case .zlib: [0x78, 0x01]
    case .gzip: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    }
  }

  /// The checksum that the format needs.
  public var checksum: Checksum.Kind { self == .zlib ? .adler32 : .crc32 }

  /// The bytes behind the last run: the checksum of everything, and for gzip the length modulo
  /// 2^32.
  public func trailer(_ checksum: Checksum) -> [UInt8] {
    let bytes = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: checksum.value >> UInt32($0)) }
    switch self {
    case .raw: return []
    case .zlib: return bytes.reversed()
    case .gzip:
      return bytes
        + [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: UInt(checksum.count) >> UInt($0)) }
    }
  }
}
