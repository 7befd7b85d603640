#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Addresses that voxels lie at, all 0 at first: on a 2 MiB boundary, where the system has huge pages.
///
/// SAFETY: what it is made of is freed once, by who owns it.
@safe struct VoxelBlock: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
  /// Whole base pages; rounding up to a huge page would waste up to 2 MiB of a small volume.
  let bytes: Int

  private static var hugePage: Int { 2 << 20 }

  /// `MADV_POPULATE_WRITE`, which the C library's header may not know.
  private static var populateForWriting: Int32 { 23 }

  private init(start: UnsafeMutableRawPointer, bytes: Int) {
    unsafe self.start = start
    self.bytes = bytes
  }

  /// Maps memory.
  ///
  /// - Parameters:
  ///   - bytes: How many bytes.
  ///   - isReserved: Whether it is not counted until it is touched.
  /// - Throws: ``OutOfMemory``.
  init(bytes: Int, isReserved: Bool = false) throws(OutOfMemory) {
    let whole = Self.wholePages(bytes)
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | (isReserved ? MAP_NORESERVE : 0)
    // Anonymous memory is zero when first touched, so nothing needs to be written here.
    let mapped = unsafe mmap(
      nil, whole + Self.hugePage, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw OutOfMemory(bytes: bytes)
    }
    let aligned = unsafe mapped.alignedUp(toMultipleOf: Self.hugePage)
    // What lies before the aligned start and behind the block is given back.
    let head = unsafe aligned - mapped
    if head > 0 { _ = unsafe munmap(mapped, head) }
    let tail = Self.hugePage - head
    if tail > 0 { _ = unsafe munmap(aligned + whole, tail) }
    _ = unsafe madvise(aligned, whole, MADV_HUGEPAGE)
    unsafe self.init(start: aligned, bytes: whole)
  }

  private static func wholePages(_ bytes: Int) -> Int { (bytes + 4095) & ~4095 }

  /// Has the system give and clear pages; one that does not know how does it when they are written to.
  func touch(_ range: Range<Int>) {
    _ = unsafe madvise(start + range.lowerBound, range.count, Self.populateForWriting)
  }

  /// Gives back what lies behind so many bytes; what is left owns the rest.
  func shortened(to bytes: Int) -> VoxelBlock {
    let whole = Self.wholePages(bytes)
    if whole < self.bytes { _ = unsafe munmap(start + whole, self.bytes - whole) }
    return unsafe VoxelBlock(start: start, bytes: whole)
  }

  /// Gives all of it back.
  func free() { _ = unsafe munmap(start, bytes) }
}
