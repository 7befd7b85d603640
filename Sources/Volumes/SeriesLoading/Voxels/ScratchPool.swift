import Locks

/// Buffers that workers borrow for the bytes of a frame.
///
/// A fresh buffer for each of hundreds of slices would cost page faults that outweigh the
/// conversion; a pool holds as many buffers as there are workers.
final class ScratchPool: Sendable {
  private let free = Locked<[ScratchBuffer]>([])
  private let size: Int

  init(bytes: Int) {
    size = max(bytes, 1)
  }

  /// Calls `body` with a buffer of the pool's size that nobody else uses meanwhile.
  func withBuffer<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let buffer = free.withLock { $0.popLast() } ?? ScratchBuffer(bytes: size)
    defer { free.withLock { $0.append(buffer) } }
    return try unsafe body(buffer.bytes)
  }
}

/// Memory with one user at a time.
@safe
private final class ScratchBuffer: @unchecked Sendable {
  // Sendable: it is in the pool's list or with one borrower, never both.
  let bytes: UnsafeMutableRawBufferPointer

  init(bytes count: Int) {
    unsafe bytes = .allocate(byteCount: count, alignment: 64)
  }

  deinit {
    unsafe bytes.deallocate()
  }
}
