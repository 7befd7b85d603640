#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for instances that come one after the other.
///
/// They lie side by side in blocks of large pages: a system takes longer to give small ones than a network
/// takes to fill them. A block goes with the last of its instances.
final class InstanceMemory {
  /// A block, which holds its instances' bytes.
  ///
  /// SAFETY: every instance has a room of its own, which is written before anybody else knows of it.
  @safe final class Block: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    fileprivate init?(byteCount: Int) {
      let mapped = unsafe mmap(
        nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { return nil }
      _ = unsafe madvise(mapped, byteCount, MADV_HUGEPAGE)
      unsafe bytes = UnsafeMutableRawBufferPointer(start: mapped, count: byteCount)
    }

    deinit { _ = unsafe bytes.baseAddress.map { unsafe munmap($0, bytes.count) } }
  }

  /// The bytes of all instances so far.
  private(set) var held = 0

  private var block: Block?
  private var used = 0

  private static let blockBytes = 32 << 20

  /// Room for an instance; nil if the system has no memory.
  func room(for count: Int) -> (bytes: UnsafeMutableRawBufferPointer, owner: Block)? {
    if unsafe used + count > block?.bytes.count ?? 0 {
      block = Block(byteCount: max(Self.blockBytes, count))
      used = 0
    }
    guard let block else { return nil }
    // SAFETY: the block was made long enough.
    let room = unsafe UnsafeMutableRawBufferPointer(rebasing: block.bytes[used..<used + count])
    used = (used + count + 15) & ~15
    held += count
    return unsafe (room, block)
  }
}
