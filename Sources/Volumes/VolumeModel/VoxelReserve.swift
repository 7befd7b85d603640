import Dispatch
import Locks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for voxels that is made ready before anybody knows how many they will be.
///
/// A system clears pages when they are first touched, and where it is a guest of another one it has to be
/// given them, too: that takes several times as long as filling them. Here it is done beside the work of
/// waiting for slices. Nobody waits for what is not ready when the voxels are asked for, so that nothing
/// depends on how far this has come, and a process that forks meanwhile goes on in its child.
package final class VoxelReserve: Sendable {
  private struct State {
    /// Nil once it is given away, or let go.
    var block: VoxelBlock?
    /// Bytes from the start that are ready, or on the way to it.
    var begun = 0
    /// Bytes from the start that are to be.
    var wanted = 0
    var isWorking = false
  }

  private let state: Locked<State>
  private let queue = DispatchQueue(label: "voxel reserve", qos: .utility)

  /// What is made ready at a time: little enough that nobody is kept from taking the memory.
  private static let step = 8 << 20

  /// Reserves addresses, which take no memory; nil if the system has none.
  ///
  /// - Parameter bytes: The most bytes that voxels may take.
  package init?(atMost bytes: Int) {
    guard bytes > 0, let block = try? VoxelBlock(bytes: bytes, isReserved: true) else { return nil }
    state = Locked(State(block: block))
  }

  deinit { state.withLock { $0.block.take()?.free() } }

  /// Has so many bytes from the start made ready, in the background.
  package func makeReady(_ bytes: Int) {
    let begins = state.withLock { state in
      guard let block = state.block else { return false }
      state.wanted = max(state.wanted, min(bytes, block.bytes))
      defer { state.isWorking = true }
      return !state.isWorking
    }
    if begins { queue.async { [weak self] in self?.work() } }
  }

  private func work() {
    while let (block, range) = nextStep() { block.touch(range) }
  }

  private func nextStep() -> (VoxelBlock, Range<Int>)? {
    state.withLock { state in
      guard let block = state.block, state.begun < state.wanted else {
        state.isWorking = false
        return nil
      }
      let range = state.begun..<min(state.wanted, state.begun + Self.step)
      state.begun = range.upperBound
      return (block, range)
    }
  }

  /// Gives the memory away, once.
  ///
  /// - Parameter bytes: How many bytes are needed.
  /// - Returns: The memory; nil if it is not enough, and let go then, or if it was given away.
  func take(_ bytes: Int) -> VoxelBlock? {
    guard let block = state.withLock({ $0.block.take() }) else { return nil }
    guard bytes <= block.bytes else {
      block.free()
      return nil
    }
    block.shorten(to: bytes)
    return block
  }
}
