package import NIOCore

/// The memory of what was sent, for what is sent next: new pages cost more than the bytes in them.
package struct SentBuffers {
  /// The latest at the end; it may still be on its way.
  private var sent: [ByteBuffer] = []
  private let most: Int

  /// Keeps so many; whoever sends has all but the first of them on their way.
  package init(keeping most: Int = 2) { self.most = most }

  /// An empty buffer, in memory that is used no more if there is some.
  package mutating func next() -> ByteBuffer {
    guard sent.count >= most else { return ByteBuffer() }
    var buffer = sent.removeFirst()
    buffer.clear()
    return buffer
  }

  /// Keeps the memory of a buffer that is sent.
  package mutating func keep(_ buffer: ByteBuffer) {
    if buffer.capacity > 1 << 12 { sent.append(buffer) }
    if sent.count > most { sent.removeFirst() }
  }
}
