import Dispatch
import Locks
import SagittaEngine

/// Volumes that several requests share: each is loaded once, and kept while there is room.
///
/// Who asks for a volume that is being loaded waits for it. Who is cancelled stops waiting; when nobody
/// waits any more, the load ends. What was used longest ago goes first; what is used stays.
final class VolumeCache: Sendable {
  /// What tells volumes apart.
  typealias Key = String

  private struct Kept {
    let volume: KeptVolume
    let bytes: Int
    var users: Int
    var lastUse: Int
  }

  private struct State {
    var kept: [Key: Kept] = [:]
    var loads: [Key: VolumeLoad] = [:]
    var uses = 0

    var takenBytes: Int {
      kept.values.reduce(0) { $0 + $1.bytes } + loads.values.reduce(0) { $0 + $1.bytes }
    }
  }

  private let limit: Int
  private let state = Locked(State())

  init(bytes: Int) { limit = bytes }

  /// The bytes of all volumes that are kept or being loaded.
  var takenBytes: Int { state.withLock { $0.takenBytes } }

  /// How many volumes are kept.
  var count: Int { state.withLock { $0.kept.count } }

  /// Whether a volume is kept, so that nobody waits for it.
  func holds(_ key: Key) -> Bool { state.withLock { $0.kept[key] != nil } }

  /// Does something with a volume, which stays until that is over.
  ///
  /// - Parameters:
  ///   - key: What the volume is.
  ///   - bytes: The memory that it takes at the most while it is loaded.
  ///   - context: The caller's.
  ///   - load: Loads it, on a thread of its own and with a cancellation of its own.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: ``RenderedVolumesError/busy(seconds:)`` before it is loaded, if volumes that are in use
  ///   leave no room for it, and ``RenderedVolumesError/tooLarge(_:limit:)`` if there is never any;
  ///   what `load` and `body` throw; `WorkCancelled`.
  func use<Result>(
    _ key: Key, bytes: Int, context: WorkContext,
    load: @escaping @Sendable (WorkContext) throws -> KeptVolume,
    body: (KeptVolume) throws -> Result
  ) throws -> Result {
    let volume = try claim(key, bytes: bytes, context: context, load: load)
    defer { release(key, volume) }
    return try body(volume)
  }

  private enum Claim {
    case kept(KeptVolume)
    case loading(VolumeLoad, isNew: Bool)
  }

  private func claim(
    _ key: Key, bytes: Int, context: WorkContext,
    load: @escaping @Sendable (WorkContext) throws -> KeptVolume
  ) throws -> KeptVolume {
    var dropped: [KeptVolume] = []
    let claim = try state.withLock { state throws -> Claim in
      state.uses += 1
      if let kept = state.kept[key] {
        state.kept[key]?.users += 1
        state.kept[key]?.lastUse = state.uses
        return .kept(kept.volume)
      }
      if let running = state.loads[key] {
        running.waiters += 1
        return .loading(running, isNew: false)
      }
      dropped = try Self.makeRoom(for: bytes, in: &state, limit: limit)
      let new = VolumeLoad(bytes: bytes)
      state.loads[key] = new
      return .loading(new, isNew: true)
    }
    // What is dropped gives its memory back outside of the lock.
    dropped.removeAll()
    switch claim {
    case .kept(let volume): return volume
    case .loading(let running, let isNew):
      if isNew { begin(running, key: key, context: context, load: load) }
      return try wait(for: running, key: key, context: context)
    }
  }

  /// Drops what nobody uses, oldest first, until there is room.
  private static func makeRoom(
    for bytes: Int, in state: inout State, limit: Int
  ) throws -> [KeptVolume] {
    guard bytes <= limit else {
      throw RenderedVolumesError.tooLarge("a volume of \(bytes) bytes", limit: limit)
    }
    var idle = state.kept.filter { $0.value.users == 0 }.sorted {
      $0.value.lastUse < $1.value.lastUse
    }
    let used = state.takenBytes - idle.reduce(0) { $0 + $1.value.bytes }
    guard used + bytes <= limit else { throw RenderedVolumesError.busy(seconds: 2) }
    var dropped: [KeptVolume] = []
    while state.takenBytes + bytes > limit, !idle.isEmpty {
      let oldest = idle.removeFirst()
      state.kept[oldest.key] = nil
      dropped.append(oldest.value.volume)
    }
    return dropped
  }

  private func begin(
    _ running: VolumeLoad, key: Key, context: WorkContext,
    load: @escaping @Sendable (WorkContext) throws -> KeptVolume
  ) {
    let own = WorkContext(
      workers: context.workers, limits: context.limits, cancellation: running.cancellation)
    // A queue of its own has a thread of its own: those of the shared ones may all be waiting.
    DispatchQueue(label: "volume", qos: .userInitiated).async { [self] in
      let result = Result { try load(own) }
      state.withLock { state in
        state.loads = state.loads.filter { $0.value !== running }
        if case .success(let volume) = result, running.waiters > 0 {
          // Every waiter becomes a user, and gives it back itself.
          running.isKept = true
          state.kept[key] = Kept(
            volume: volume, bytes: volume.bytes, users: running.waiters, lastUse: state.uses)
        }
      }
      running.end(result)
    }
  }

  private func wait(
    for running: VolumeLoad, key: Key, context: WorkContext
  ) throws -> KeptVolume {
    do {
      return try running.wait(context)
    } catch {
      leave(running, key: key)
      throw error
    }
  }

  /// Somebody waits no more.
  private func leave(_ running: VolumeLoad, key: Key) {
    state.withLock { state in
      guard state.loads[key] === running else {
        // It came in between: the one who left uses it no more.
        state.kept[key]?.users -= running.isKept ? 1 : 0
        return
      }
      running.waiters -= 1
      guard running.waiters == 0 else { return }
      running.cancellation.request()
      // Its memory counts until it has ended; who asks now begins anew.
      state.loads[key] = nil
      state.loads[key + "#\(state.uses)"] = running
    }
  }

  private func release(_ key: Key, _ volume: KeptVolume) {
    state.withLock { state in
      guard state.kept[key]?.volume === volume else { return }
      state.kept[key]?.users -= 1
    }
  }
}

/// A volume that is being loaded.
final class VolumeLoad: Sendable {
  /// What ends the load.
  let cancellation = Cancellation()
  /// The memory that it takes at the most.
  let bytes: Int
  private let isOver = DispatchGroup()
  private let result = Locked<Result<KeptVolume, any Error>?>(nil)
  private let counted = Locked(1)
  private let kept = Locked(false)

  init(bytes: Int) {
    self.bytes = bytes
    isOver.enter()
  }

  /// How many wait for it; changed under the cache's lock only.
  var waiters: Int {
    get { counted.withLock { $0 } }
    set { counted.withLock { $0 = newValue } }
  }

  /// Whether the cache has its volume, which waiters use; changed under the cache's lock only.
  var isKept: Bool {
    get { kept.withLock { $0 } }
    set { kept.withLock { $0 = newValue } }
  }

  func end(_ result: Result<KeptVolume, any Error>) {
    self.result.withLock { $0 = result }
    isOver.leave()
  }

  func wait(_ context: WorkContext) throws -> KeptVolume {
    // A flag wakes nobody: it is looked at often enough for people, and rarely enough for the CPU.
    while isOver.wait(timeout: .now() + .milliseconds(5)) == .timedOut {
      try context.check()
    }
    guard let result = result.withLock({ $0 }) else { throw WorkCancelled() }
    return try result.get()
  }
}
