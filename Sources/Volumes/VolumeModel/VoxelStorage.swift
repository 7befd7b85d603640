package import CVolumes
import Faults
package import WorkScheduling

/// One contiguous block of voxels: i fastest, then j, then k.
///
/// Voxels are floats, or stored integers that stand for floats (compact storage: half the memory). Of
/// integers ``withVoxels(in:_:)`` makes the floats of a part; ``withVoxels(_:)`` makes them all,
/// once, and keeps them.
///
/// A block of its own starts on a 2 MiB boundary and asks for huge pages: touching fresh 4 KiB pages
/// costs more time than reading and converting a whole series.
@safe
public final class VoxelStorage: @unchecked Sendable {
  // Sendable: written only through `init(count:filledBy:)` and `withMutableBand`, whose callers
  // keep bands apart; read-only from then on. Adopted memory is never written.

  /// The number of voxels.
  public let count: Int

  /// The floats, or the words.
  private let base: UnsafeMutableRawPointer

  /// The words as loops see them; nil for floats.
  private let words: WordBlock?

  /// The memory; nil if it is somebody else's.
  private let block: VoxelBlock?

  /// Whether the block may be kept for the next volume.
  private let mayBeSpare: Bool

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

  /// Reserves a block for `count` voxels of a whole volume, all 0, where a call's volumes lie.
  ///
  /// - Parameters:
  ///   - count: How many voxels.
  ///   - limits: Those of the call.
  /// - Throws: As ``init(count:)``; `ScratchError`.
  package convenience init(count: Int, limits: WorkLimits) throws {
    try self.init(count: count, from: nil, limits: limits)
  }

  /// Reserves a block for `count` voxels, all 0, of memory that was made ready for them.
  ///
  /// - Parameters:
  ///   - count: How many voxels.
  ///   - reserve: The memory; where it is gone or too small, there is other.
  ///   - limits: Those of the call, which say whether it is to lie on disk.
  ///   - isFilled: Whether every voxel will be written, so that none has to be 0 before.
  /// - Throws: As ``init(count:limits:)``.
  package init(
    count: Int, from reserve: VoxelReserve?, limits: WorkLimits = WorkLimits(),
    isFilled: Bool = false
  ) throws {
    let block = try Self.block(
      of: Float.self, count, from: reserve, limits: limits, isFilled: isFilled)
    self.count = count
    self.block = block
    mayBeSpare = SpareVoxels.serve(limits)
    unsafe base = block.start
    words = nil
    owner = nil
  }

  /// Reserves a compact block for 16-bit integers, all 0.
  ///
  /// - Parameters:
  ///   - integers: How they become values.
  ///   - dimensions: How many there are.
  ///   - reserve: The memory; where it is gone or too small, there is other.
  ///   - limits: Those of the call, which say whether it is to lie on disk.
  ///   - isFilled: Whether every voxel will be written, so that none has to be 0 before.
  /// - Throws: As ``init(count:limits:)``.
  package init(
    integers: StoredIntegers, dimensions: GridDimensions, from reserve: VoxelReserve? = nil,
    limits: WorkLimits = WorkLimits(), isFilled: Bool = false
  ) throws {
    let count = dimensions.voxelCount
    let block = try Self.block(
      of: UInt16.self, count, from: reserve, limits: limits, isFilled: isFilled)
    self.count = count
    self.block = block
    mayBeSpare = SpareVoxels.serve(limits)
    unsafe base = block.start
    words = unsafe WordBlock(
      block.start, integers: integers, slices: dimensions.slices,
      voxelsPerSlice: dimensions.voxelsPerSlice)
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
    unsafe _ = start.bindMemory(to: Float.self, capacity: count)
    unsafe base = UnsafeMutableRawPointer(mutating: start)
    words = nil
    self.owner = owner
    block = nil
    mayBeSpare = false
  }

  /// Gives back the memory that is kept for a moment for the next large volume.
  package static func letGoOfSpareMemory() { SpareVoxels.letGo() }

  deinit {
    guard let block else { return }
    if mayBeSpare { SpareVoxels.keep(block) } else { block.free() }
  }

  /// How stored integers become values; nil for floats.
  public var integers: StoredIntegers? { words?.integers }

  /// Bytes of memory that the voxels take, with the floats that were made of integers; of those that lie
  /// on disk what work on them has resident at the least.
  public var memoryBytes: Int {
    let floats = words?.hasFloats == true ? count * MemoryLayout<Float>.stride : 0
    return (isOnDisk ? ScratchFolder.window(of: ownBytes) : ownBytes) + floats
  }

  /// Bytes that the voxels take on a disk; 0 where they lie in memory.
  public var diskBytes: Int { isOnDisk ? ownBytes : 0 }

  /// Whether the voxels lie on a disk.
  private var isOnDisk: Bool { block?.isOnDisk == true }

  private var ownBytes: Int {
    count * (words == nil ? MemoryLayout<Float>.stride : MemoryLayout<UInt16>.stride)
  }

  /// Calls `body`, which does not read or write voxels in their order.
  package func whileScattered<Result>(_ body: () throws -> Result) rethrows -> Result {
    try block?.whileScattered(body) ?? body()
  }

  /// What voxels lie in: a file where a call's volumes are to, which lets the reserve go, or memory.
  private static func block<Voxel>(
    of kind: Voxel.Type, _ count: Int, from reserve: VoxelReserve?, limits: WorkLimits,
    isFilled: Bool
  ) throws -> VoxelBlock {
    guard count > 0 else { throw UnfitMemory.voxelCount(count) }
    guard count <= mostVoxels else { throw OutOfMemory(bytes: .max) }
    let bytes = count * MemoryLayout<Voxel>.stride + paddingBytes
    let block: VoxelBlock
    if limits.isOnDisk, let scratch = limits.scratch {
      _ = reserve?.take(.max)
      block = try VoxelBlock(bytes: bytes, in: scratch, most: limits.memoryBytes)
    } else {
      block = try reserve?.take(bytes) ?? memory(bytes, isFilled: isFilled)
    }
    unsafe _ = block.start.bindMemory(to: kind, capacity: count)
    return block
  }

  /// Memory that is all 0, or that holds anything if all of it will be written.
  private static func memory(_ bytes: Int, isFilled: Bool) throws -> VoxelBlock {
    if isFilled, let spare = SpareVoxels.take(bytes) { return spare }
    do {
      return try VoxelBlock(bytes: bytes)
    } catch {
      SpareVoxels.letGo()
      return try VoxelBlock(bytes: bytes)
    }
  }

  /// Calls `body` with all voxels, read-only.
  ///
  /// Of a compact storage the floats are made first, unless they are there already, which takes twice
  /// its memory: a part at a time (``withVoxels(in:_:)``) takes none.
  ///
  /// - Precondition: The system has the memory, which ``makeFloats()`` looks at.
  public func withVoxels<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let floats = unsafe words == nil ? base : wholeFloats()
    return try unsafe body(
      UnsafeBufferPointer(start: floats.assumingMemoryBound(to: Float.self), count: count))
  }

  /// Makes the floats of a compact storage that ``withVoxels(_:)`` needs, unless they are there.
  ///
  /// - Throws: ``OutOfMemory``.
  public func makeFloats() throws { _ = try unsafe madeWhole() }

  private func wholeFloats() -> UnsafeMutableRawPointer {
    do { return try unsafe madeWhole() } catch { preconditionFailure("\(error)") }
  }

  private func madeWhole() throws -> UnsafeMutableRawPointer {
    guard let words else { return unsafe base }
    return try unsafe words.floats(count, padding: Self.paddingBytes).start
  }

  /// Calls `body` with the voxels of `range`, read-only; of a compact storage with a copy of them.
  ///
  /// - Precondition: The storage has these voxels.
  public func withVoxels<Result>(
    in range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part lies in the volume")
    guard let words else {
      let first = unsafe base.assumingMemoryBound(to: Float.self) + range.lowerBound
      return try unsafe body(UnsafeBufferPointer(start: first, count: range.count))
    }
    return try unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: range.count) {
      guard let start = $0.baseAddress else { return try unsafe body(UnsafeBufferPointer($0)) }
      unsafe words.copy(range, to: start)
      return try unsafe body(UnsafeBufferPointer($0))
    }
  }

  /// The value of the voxel at an offset.
  ///
  /// - Precondition: The storage has this voxel.
  public func value(at offset: Int) -> Float {
    precondition(offset >= 0 && offset < count, "a voxel lies in the volume")
    // SAFETY: the offset was checked.
    return unsafe words?.value(at: offset) ?? base.assumingMemoryBound(to: Float.self)[offset]
  }

  /// Writes the values of the voxels of `range`.
  ///
  /// - Precondition: The storage has these voxels, and there is room for as many values.
  package func copy(_ range: Range<Int>, to values: UnsafeMutablePointer<Float>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part lies in the volume")
    if let words { return unsafe words.copy(range, to: values) }
    let first = unsafe base.assumingMemoryBound(to: Float.self) + range.lowerBound
    unsafe values.update(from: first, count: range.count)
  }

  /// Calls `body` with the stored words, read-only; returns nil for floats.
  ///
  /// ``integers`` says whether they are signed, and how they become values.
  public func withStored<Result>(
    _ body: (UnsafeBufferPointer<UInt16>) throws -> Result
  ) rethrows -> Result? {
    guard words != nil else { return nil }
    return try unsafe body(
      UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt16.self), count: count))
  }

  /// Tells loops where the voxels lie, and how they are stored.
  ///
  /// The pointers live as long as the storage does.
  package func describe(in loops: inout SVVolume) {
    guard let words else {
      unsafe loops.storage = SV_FLOATS
      unsafe loops.voxels = UnsafePointer(base.assumingMemoryBound(to: Float.self))
      return
    }
    unsafe loops.storage = words.storage
    unsafe loops.words = words.forLoops
  }

  /// Calls `body` with the voxels of `range` for writing.
  ///
  /// - Precondition: Nobody else reads or writes these voxels meanwhile, and the storage is neither
  ///   adopted nor does it yet belong to a ``Volume``.
  package func withMutableBand<Result>(
    _ range: Range<Int>, body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a band lies in the volume")
    precondition(owner == nil && words == nil, "adopted memory is not written, nor are integers")
    // SAFETY: the range was checked; the caller keeps bands apart.
    return try unsafe body(
      UnsafeMutableBufferPointer(
        start: base.assumingMemoryBound(to: Float.self) + range.lowerBound, count: range.count))
  }

  /// Calls `body` with the words of `range` for writing.
  ///
  /// - Precondition: The storage is compact, and nobody else reads or writes these meanwhile.
  package func withMutableWords<Result>(
    _ range: Range<Int>, body: (UnsafeMutableBufferPointer<UInt16>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a band lies in the volume")
    precondition(words != nil, "the voxels are integers")
    // SAFETY: the range was checked; the caller keeps bands apart.
    return try unsafe body(
      UnsafeMutableBufferPointer(
        start: base.assumingMemoryBound(to: UInt16.self) + range.lowerBound, count: range.count))
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
