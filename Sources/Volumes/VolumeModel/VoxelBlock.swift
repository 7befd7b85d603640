import CScratch
import Locks
import WorkScheduling

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Addresses that voxels lie at, all 0 at first: on a 2 MiB boundary, where the system has huge pages, or
/// in a file on disk, of which no more is resident than is allowed.
///
/// Its owner gives it back, at once or in parts; what is being made ready meanwhile is given back when that
/// is done, since its addresses would be somebody else's before.
///
/// SAFETY: the start never changes, and how much of it is there is locked.
@safe final class VoxelBlock: @unchecked Sendable {
  private struct State {
    /// Whole base pages; rounding up to a huge page would waste up to 2 MiB of a small volume.
    var mapped: Int
    /// What of them is not to be given back.
    var kept: Int
    /// The process that makes some of them ready; a child that was forked meanwhile does not go on with it.
    var toucher: pid_t?
  }

  let start: UnsafeMutableRawPointer
  /// Whether they lie in a file.
  let isOnDisk: Bool
  private let process = getpid()
  private let state: Locked<State>

  private static var hugePage: Int { 2 << 20 }

  /// `MADV_POPULATE_WRITE`, which the C library's header may not know.
  private static var populateForWriting: Int32 { 23 }

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
    unsafe start = aligned
    isOnDisk = false
    state = Locked(State(mapped: whole, kept: whole))
  }

  /// Maps a file without a name, whose place on the disk is taken at once.
  ///
  /// - Parameters:
  ///   - bytes: How many bytes.
  ///   - folder: Where it lies.
  ///   - most: What the process may have resident.
  /// - Throws: `ScratchError`.
  init(bytes: Int, in folder: ScratchFolder, most: Int) throws(ScratchError) {
    let whole = Self.wholePages(bytes)
    let room = try folder.room()
    guard whole <= room else {
      throw .full(folder: folder.path, needed: whole, available: room)
    }
    guard let mapped = unsafe sagitta_scratch_map(folder.path, Int64(whole), Int64(most)) else {
      switch errno {
      case ENOSPC, EFBIG, EDQUOT:
        throw .full(folder: folder.path, needed: whole, available: (try? folder.room()) ?? 0)
      case let code: throw .unusable(folder: folder.path, code: code)
      }
    }
    unsafe start = mapped
    isOnDisk = true
    state = Locked(State(mapped: whole, kept: whole))
  }

  private static func wholePages(_ bytes: Int) -> Int { (bytes + 4095) & ~4095 }

  /// The bytes that are there, and will be until the owner gives them back.
  var bytes: Int { state.withLock { $0.kept } }

  /// The bytes that have addresses still.
  var mappedBytes: Int { state.withLock { $0.mapped } }

  /// Whether this process has mapped them, not one that it was forked from.
  var isOfThisProcess: Bool { process == getpid() }

  /// Has the system give and clear pages; one that does not know how does it when they are written to.
  ///
  /// For one thread at a time.
  func touch(_ range: Range<Int>) {
    whileTouched(range) { range in
      // SAFETY: the range is mapped until this is done.
      _ = unsafe madvise(start + range.lowerBound, range.count, Self.populateForWriting)
    }
  }

  /// Calls `body` with what is there of a range, which stays there meanwhile.
  func whileTouched(_ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    let part = state.withLock { state in
      let part = range.clamped(to: 0..<state.kept)
      if !part.isEmpty { state.toucher = getpid() }
      return part
    }
    guard !part.isEmpty else { return }
    body(part)
    state.withLock { state in
      state.toucher = nil
      giveBack(&state)
    }
  }

  /// Calls `body`, which touches a file here and there: it is not read ahead meanwhile.
  func whileScattered<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard isOnDisk else { return try body() }
    unsafe sagitta_scratch_scattered(start, 1)
    defer { unsafe sagitta_scratch_scattered(start, 0) }
    return try body()
  }

  /// Gives back what lies behind so many bytes; of a file only all of it.
  func shorten(to bytes: Int) {
    state.withLock { state in
      state.kept = min(state.kept, Self.wholePages(bytes))
      if state.toucher != getpid() { giveBack(&state) }
    }
  }

  /// Gives all of it back.
  func free() { shorten(to: 0) }

  private func giveBack(_ state: inout State) {
    if isOnDisk {
      guard state.kept == 0, state.mapped > 0 else { return }
      unsafe sagitta_scratch_unmap(start, Int64(state.mapped))
      state.mapped = 0
      return
    }
    let count = state.mapped - state.kept
    // SAFETY: nobody is to use what is behind the kept bytes.
    if count > 0 { _ = unsafe munmap(start + state.kept, count) }
    state.mapped = state.kept
  }
}
