/// Compressed bytes that can be read from anywhere, by several threads at once.
@safe public struct CompressedSource: Sendable {
  /// How many bytes there are.
  public let count: Int

  /// Fills a buffer with the bytes from an offset on.
  let read: @Sendable (_ offset: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Void

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - count: How many bytes there are.
  ///   - read: Fills a whole buffer with the bytes from an offset on; called for bytes that are
  ///     there only.
  public init(
    count: Int,
    read:
      @escaping @Sendable (_ offset: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Void
  ) {
    self.count = count
    unsafe self.read = read
  }

  /// Bytes in memory.
  public init(_ bytes: [UInt8]) {
    unsafe self.init(count: bytes.count) { offset, buffer in
      unsafe bytes.withUnsafeBytes {
        unsafe buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
      }
    }
  }

  /// The bytes of a range, as far as they are there.
  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    var bytes = [UInt8](repeating: 0, count: range.count)
    try unsafe bytes.withUnsafeMutableBytes { try unsafe read(range.lowerBound, $0) }
    return bytes
  }
}
