import Dispatch
import Synchronization
import WorkScheduling

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The memory of the last large volume that was let go, kept for a moment for the one that follows it.
///
/// A system clears every page that it gives, which takes as long as reading and converting what it is
/// filled with. Whoever goes from one series to the next has pages that serve again. There is one such
/// block at a time, of at most an eighth of the machine's memory, and none where less than the machine's
/// memory may be used.
enum SpareVoxels {
  /// Below this, clearing is no cost.
  private static let leastBytes = 16 << 20

  /// How long it is kept.
  private static let seconds = 2

  /// The process that makes volumes first; a child that it forks has no threads that would give a block back.
  private static let process = getpid()

  private static let mostBytes = MachineMemory.isLimited ? 0 : MachineMemory.bytes / 8

  /// The block, with a reference of its own; 0 if there is none.
  ///
  /// Whoever takes it out owns it, so that no lock is held while a process forks.
  private static let slot = Atomic<UInt>(0)

  /// What calls may hold that nobody limits.
  private static let usualLimit = MachineMemory.bytes / 10 * 9

  /// Whether blocks of calls with such limits may be kept.
  static func serve(_ limits: WorkLimits) -> Bool {
    limits.memoryBytes >= usualLimit && getpid() == process
  }

  /// Keeps a block in place of the one that is there, or gives it back.
  static func keep(_ block: VoxelBlock) {
    let bytes = block.bytes
    guard !block.isOnDisk, bytes >= leastBytes, bytes <= mostBytes, block.isOfThisProcess,
      getpid() == process
    else { return block.free() }
    let place = unsafe UInt(bitPattern: Unmanaged.passRetained(block).toOpaque())
    let before = slot.exchange(place, ordering: .acquiringAndReleasing)
    owned(before)?.free()
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .seconds(seconds)) {
      let (wasThere, _) = slot.compareExchange(
        expected: place, desired: 0, ordering: .acquiringAndReleasing)
      if wasThere { owned(place)?.free() }
    }
  }

  /// Takes the block for so many bytes, whatever is in them; gives it back where it does not fit.
  static func take(_ bytes: Int) -> VoxelBlock? {
    guard bytes >= leastBytes, let block = emptied() else { return nil }
    // What a fork has copied costs more than what is fresh.
    guard bytes <= block.bytes, block.bytes / 2 <= bytes, block.isOfThisProcess else {
      block.free()
      return nil
    }
    block.shorten(to: bytes)
    return block
  }

  /// Gives the block back, if there is one.
  static func letGo() { emptied()?.free() }

  private static func emptied() -> VoxelBlock? {
    owned(slot.exchange(0, ordering: .acquiringAndReleasing))
  }

  private static func owned(_ place: UInt) -> VoxelBlock? {
    // SAFETY: what was in the slot has a reference, which went over with the exchange.
    unsafe UnsafeRawPointer(bitPattern: place).map {
      unsafe Unmanaged<VoxelBlock>.fromOpaque($0).takeRetainedValue()
    }
  }
}
