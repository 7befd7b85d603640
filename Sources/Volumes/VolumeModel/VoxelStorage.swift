import Faults

/// One contiguous block of float voxels: i fastest, then j, then k.
///
/// A block of its own starts on a 2 MiB boundary and asks for huge pages: touching fresh 4 KiB pages
/// costs more time than reading and converting a whole series.
@safe
public final class VoxelStorage: @unchecked Sendable {
  // Sendable: written only through `init(count:filledBy:)` and `withMutableBand`, whose callers
  // keep bands apart; read-only from then on. Adopted memory is never written.

  /// The number of voxels.
  public let count: Int

  private let base: UnsafeMutablePointer<Float>

  /// The memory; nil if it is somebody else's.
  private let block: VoxelBlock?

  /// Keeps memory of somebody else, which is never written; nil for the storage's own.
  private let owner: (any AnyObject & Sendable)?

  /// Bytes beyond the last voxel that may be read but hold nothing: vector loads of the
  /// kernels reach past the end.
  public static var paddingBytes: Int { 64 }

  /// Reserves a block for `count` voxels, all 0.
  ///
  /// - Throws: ``UnfitMemory/voxelCount(_:)`` unless `count` is positive; ``OutOfMemory`` if the
  ///   system refuses the memory.
  public convenience init(count: Int) throws { try self.init(count: count, from: nil) }

  /// Reserves a block for `count` voxels, all 0, of memory that was made ready for them.
  ///
  /// - Parameters:
  ///   - count: How many voxels.
  ///   - reserve: The memory; where it is gone or too small, there is other.
  /// - Throws: As ``init(count:)``.
  package init(count: Int, from reserve: VoxelReserve?) throws {
    guard count > 0 else { throw UnfitMemory.voxelCount(count) }
    guard count <= Self.mostVoxels else { throw OutOfMemory(bytes: .max) }
    let bytes = count * MemoryLayout<Float>.stride + Self.paddingBytes
    let block = try reserve?.take(bytes) ?? VoxelBlock(bytes: bytes)
    self.count = count
    self.block = block
    unsafe base = block.start.bindMemory(to: Float.self, capacity: count)
    owner = nil
  }

  /// Reserves a block for `count` voxels and has it filled.
  ///
  /// - Parameters:
  ///   - count: How many voxels.
  ///   - fill: Writes the values, which are all 0 before, i fastest, then j, then k.
  /// - Throws: As ``init(count:)``, and what `fill` throws.
  public convenience init(
    count: Int, filledBy fill: (inout MutableSpan<Float>) throws -> Void
  ) throws {
    try self.init(count: count)
    try unsafe withMutableBand(0..<count) { voxels in
      var span = unsafe MutableSpan(_unsafeElements: voxels)
      try fill(&span)
    }
  }

  /// Takes voxels that somebody else owns, where they lie; they are read only.
  ///
  /// - Parameters:
  ///   - memory: The voxels, native floats, and at least ``paddingBytes`` behind them that may be
  ///     read. Nobody may change or free them while `owner` is held.
  ///   - count: How many voxels there are.
  ///   - owner: Keeps the memory; released with the last volume that uses it.
  /// - Throws: ``UnfitMemory`` for memory that is too short or not aligned, or for no voxels.
  @unsafe public init(
    adopting memory: UnsafeRawBufferPointer, count: Int, owner: any AnyObject & Sendable
  ) throws(UnfitMemory) {
    let stride = MemoryLayout<Float>.stride
    guard count > 0, count <= (.max - Self.paddingBytes) / stride else { throw .voxelCount(count) }
    let needed = count * stride + Self.paddingBytes
    guard let start = memory.baseAddress, memory.count >= needed else {
      throw .tooShort(needed: needed, available: memory.count)
    }
    guard UInt(bitPattern: start) % UInt(MemoryLayout<Float>.alignment) == 0 else {
      throw .misaligned
    }
    self.count = count
    // SAFETY: alignment and length were checked; what is only read may be bound to floats.
    let voxels = unsafe start.bindMemory(to: Float.self, capacity: count)
    unsafe base = UnsafeMutablePointer(mutating: voxels)
    self.owner = owner
    block = nil
  }

  deinit { block?.free() }

  /// Calls `body` with all voxels, read-only.
  public func withVoxels<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try unsafe body(UnsafeBufferPointer(start: base, count: count))
  }

  /// Calls `body` with the voxels of `range` for writing.
  ///
  /// - Precondition: Nobody else reads or writes these voxels meanwhile, and the storage is neither
  ///   adopted nor does it yet belong to a ``Volume``.
  package func withMutableBand<Result>(
    _ range: Range<Int>, body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a band lies in the volume")
    precondition(owner == nil, "adopted memory is not written")
    // SAFETY: the range was checked; the caller keeps bands apart.
    return try unsafe body(
      UnsafeMutableBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// What addresses can count, with room for padding.
  private static var mostVoxels: Int { .max / 2 / MemoryLayout<Float>.stride }
}

/// The system refused memory.
public struct OutOfMemory: Error, Hashable, CustomStringConvertible {
  /// How much was asked for.
  public let bytes: Int

  /// One line for people.
  public var description: String {
    "the system refused \(ByteAmount(bytes)) of memory"
  }
}
