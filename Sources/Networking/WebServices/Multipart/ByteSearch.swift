#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds bytes in bytes.
enum ByteSearch {
  /// Where `needle` begins in `bytes`, from an index on: the processor's own search for its first byte,
  /// and a look at the others.
  static func first(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = needle.first else { return nil }
    return unsafe bytes.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      var position = start
      while position + needle.count <= bytes.count {
        // SAFETY: `bytes.count - position` bytes follow `position`.
        guard let found = unsafe memchr(base + position, Int32(first), bytes.count - position)
        else { return nil }
        position = unsafe UnsafeRawPointer(found) - base
        if unsafe bytes[position...].starts(with: needle) { return position }
        position += 1
      }
      return nil
    }
  }
}
