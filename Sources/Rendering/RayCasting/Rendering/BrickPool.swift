import CRayKernels
import Locks

/// Memory for the gradients that rays need just now, a block for each worker that casts rays.
///
/// Blocks are kept from picture to picture: what they hold depends on the volume alone.
final class BrickPool: Sendable {
  private let unused = Locked<[Block]>([])

  /// Memory of one worker.
  @safe
  private final class Block: @unchecked Sendable {
    // Sendable: one worker at a time takes it out of the list.
    private let memory: UnsafeMutableRawPointer

    init() {
      let size = Int(sr_bricks_size())
      unsafe memory = .allocate(byteCount: size, alignment: 64)
      // SAFETY: the memory holds `size` bytes; the loops want zeros at first.
      unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }

    var bricks: OpaquePointer { unsafe OpaquePointer(memory) }

    deinit { unsafe memory.deallocate() }
  }

  /// Calls `body` with memory that nobody else uses meanwhile; the pointer must not escape.
  func withBricks<Result>(_ body: (OpaquePointer) throws -> Result) rethrows -> Result {
    let block = unused.withLock { $0.popLast() } ?? Block()
    defer { unused.withLock { $0.append(block) } }
    return try unsafe body(block.bricks)
  }
}
