import Dispatch
import Locks

/// Intermediate results that calls on several threads share: each made once, and kept while they
/// fit.
///
/// Whoever asks first makes the value, with its own context; whoever asks meanwhile waits for it
/// without holding a lock. Where the maker fails or is cancelled, another one that waits takes over;
/// one that is cancelled while it waits stops its own waiting only.
public final class SharedResults<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  fileprivate struct Kept {
    let value: Value
    let bytes: Int
    var lastUse: Int
  }

  fileprivate struct State {
    var kept: [Key: Kept] = [:]
    var inFlight: [Key: Making<Value>] = [:]
    var uses = 0
  }

  private enum Claim {
    case made(Value)
    case inFlight(Making<Value>)
    case mine(Making<Value>)
  }

  private let state = Locked(State())
  private let mostValues: Int

  /// Creates a place for results, without any.
  ///
  /// - Parameter mostValues: How many are kept at most, however small they are.
  public init(mostValues: Int = .max) {
    self.mostValues = mostValues
  }

  /// Returns the value of a key: the one that is kept, one that is being made, or a new one.
  ///
  /// - Parameters:
  ///   - key: What the value is.
  ///   - bytes: The memory that a value takes.
  ///   - context: The caller's: its cancellation ends waiting; its limits say how much is kept.
  ///   - make: Makes the value; equal keys must lead to equal values.
  /// - Returns: The value.
  /// - Throws: What `make` throws; ``WorkCancelled``.
  /// - Precondition: `make` does not ask for the same key.
  public func value(
    for key: Key, bytes: (Value) -> Int, context: WorkContext, make: () throws -> Value
  ) throws -> Value {
    while true {
      switch claim(key) {
      case .made(let value): return value
      case .inFlight(let making):
        // Nothing came of it: the next claim may be this caller's.
        if let value = try making.wait(context) { return value }
      case .mine(let making):
        return try fulfil(making, key: key, bytes: bytes, context: context, make: make)
      }
    }
  }

  /// The bytes of all values that are kept.
  public var keptBytes: Int {
    state.withLock { state in state.kept.values.reduce(0) { $0 + $1.bytes } }
  }

  private func claim(_ key: Key) -> Claim {
    state.withLock { state in
      state.uses += 1
      if let known = state.kept[key] {
        state.kept[key]?.lastUse = state.uses
        return .made(known.value)
      }
      if let making = state.inFlight[key] { return .inFlight(making) }
      let making = Making<Value>()
      state.inFlight[key] = making
      return .mine(making)
    }
  }

  private func fulfil(
    _ making: Making<Value>, key: Key, bytes: (Value) -> Int, context: WorkContext,
    make: () throws -> Value
  ) throws -> Value {
    do {
      let value = try make()
      keep(value, key: key, bytes: bytes(value), most: context.limits.keptBytes)
      making.end(with: value)
      return value
    } catch {
      state.withLock { $0.inFlight[key] = nil }
      making.end(with: nil)
      throw error
    }
  }

  private func keep(_ value: Value, key: Key, bytes: Int, most: Int) {
    // What is dropped gives its memory back after the lock.
    let dropped = state.withLock { state in
      state.uses += 1
      state.inFlight[key] = nil
      state.kept[key] = Kept(value: value, bytes: bytes, lastUse: state.uses)
      return state.dropOldest(most: most, mostValues: mostValues)
    }
    withExtendedLifetime(dropped) {}
  }
}

extension SharedResults.State {
  /// Drops what was used longest ago until the rest fits; what was used last stays.
  fileprivate mutating func dropOldest(most: Int, mostValues: Int) -> [Value] {
    var dropped: [Value] = []
    var total = kept.values.reduce(0) { $0 + $1.bytes }
    while kept.count > 1, total > most || kept.count > mostValues,
      let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      kept[oldest.key] = nil
      total -= oldest.value.bytes
      dropped.append(oldest.value.value)
    }
    return dropped
  }
}

/// A value that one caller makes and others wait for.
private final class Making<Value: Sendable>: Sendable {
  private let isOver = DispatchGroup()
  private let result = Locked<Value?>(nil)

  init() { isOver.enter() }

  func end(with value: Value?) {
    result.withLock { $0 = value }
    isOver.leave()
  }

  /// Returns the value, or nil if nothing came of it.
  func wait(_ context: WorkContext) throws(WorkCancelled) -> Value? {
    // A flag wakes nobody: it is looked at often enough for people, and rarely enough for the CPU.
    while isOver.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
      try context.check()
    }
    return result.withLock { $0 }
  }
}
