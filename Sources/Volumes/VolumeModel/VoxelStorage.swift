#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One contiguous block of float voxels: i fastest, then j, then k.
///
/// The block starts on a 2 MiB boundary and asks for huge pages: touching fresh 4 KiB pages
/// costs more time than reading and converting a whole series.
@safe
public final class VoxelStorage: @unchecked Sendable {
  // Sendable: written only through `init(count:fill:)` and `withMutableBand`, whose callers
  // keep bands apart; read-only from then on.

  /// The number of voxels.
  public let count: Int

  private let base: UnsafeMutablePointer<Float>

  /// Bytes beyond the last voxel that may be read but hold nothing: vector loads of the
  /// kernels reach past the end.
  public static var paddingBytes: Int { 64 }

  private static var hugePage: Int { 2 << 20 }

  /// Reserves a block for `count` voxels, all 0.
  ///
  /// - Throws: ``OutOfMemory`` if the system refuses the memory.
  public init(count: Int) throws(OutOfMemory) {
    precondition(count > 0, "a volume has at least one voxel")
    let bytes = count * MemoryLayout<Float>.stride + Self.paddingBytes
    let reserved = Self.reservedBytes(bytes)
    // Anonymous memory is zero when first touched, so nothing needs to be written here.
    let mapped = unsafe mmap(
      nil, reserved + Self.hugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw OutOfMemory(bytes: bytes)
    }
    let aligned = unsafe mapped.alignedUp(toMultipleOf: Self.hugePage)
    unsafe Self.trim(mapped, to: aligned, reserved)
    _ = unsafe madvise(aligned, reserved, MADV_HUGEPAGE)
    self.count = count
    unsafe base = aligned.bindMemory(to: Float.self, capacity: count)
  }

  deinit {
    let bytes = count * MemoryLayout<Float>.stride + Self.paddingBytes
    _ = unsafe munmap(base, Self.reservedBytes(bytes))
  }

  /// Calls `body` with all voxels, read-only.
  public func withVoxels<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try unsafe body(UnsafeBufferPointer(start: base, count: count))
  }

  /// Calls `body` with the voxels of `range` for writing.
  ///
  /// - Precondition: Nobody else reads or writes these voxels meanwhile, and the storage
  ///   does not yet belong to a ``Volume``.
  public func withMutableBand<Result>(
    _ range: Range<Int>, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a band lies in the volume")
    // SAFETY: the range was checked; the caller keeps bands apart.
    return try unsafe body(
      UnsafeMutableBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  private static func reservedBytes(_ bytes: Int) -> Int {
    // Whole base pages; rounding up to a huge page would waste up to 2 MiB of a small volume.
    (bytes + 4095) & ~4095
  }

  /// Gives back what lies before the aligned start and behind the block.
  private static func trim(
    _ mapped: UnsafeMutableRawPointer, to aligned: UnsafeMutableRawPointer, _ reserved: Int
  ) {
    let head = unsafe aligned - mapped
    if head > 0 { _ = unsafe munmap(mapped, head) }
    let tail = hugePage - head
    if tail > 0 { _ = unsafe munmap(aligned + reserved, tail) }
  }
}

/// The system refused memory.
public struct OutOfMemory: Error, Hashable, CustomStringConvertible {
  /// How much was asked for.
  public let bytes: Int

  /// One line for people.
  public var description: String {
    "the system refused \(bytes / 1_000_000) MB of memory"
  }
}
