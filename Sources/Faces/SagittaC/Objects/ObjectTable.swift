import Locks

/// What a caller holds by a number.
protocol HeldObject: AnyObject, Sendable {
  /// What it is called in messages.
  static var kind: String { get }
}

/// The objects that callers hold, by numbers that are never used again.
final class ObjectTable: Sendable {
  /// The table of the process.
  static let shared = ObjectTable()

  private struct Entry {
    let object: any HeldObject
    var holds = 1
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    /// Numbers begin where neither counters nor small addresses of a caller do.
    var last: UInt64 = 0x5A61_0000_0000_0000
  }

  private let state = Locked(State())

  /// How many objects are held.
  var count: Int { state.withLock { $0.entries.count } }

  /// Adds an object, held once.
  func add(_ object: any HeldObject) -> UInt64 {
    state.withLock { state in
      state.last += 1
      state.entries[state.last] = Entry(object: object)
      return state.last
    }
  }

  /// The object of a number.
  ///
  /// - Throws: ``UnknownObject`` for a number of nothing, or of another kind.
  func object<Object: HeldObject>(_ number: UInt64, as type: Object.Type) throws -> Object {
    guard let found = find(number) as? Object else { throw UnknownObject(wanted: Object.kind) }
    return found
  }

  /// The object of a number; nil for 0.
  func object<Object: HeldObject>(ifAny number: UInt64, as type: Object.Type) throws -> Object? {
    number == 0 ? nil : try object(number, as: type)
  }

  private func find(_ number: UInt64) -> (any HeldObject)? {
    state.withLock { $0.entries[number]?.object }
  }

  /// Holds an object once more; whether there is one.
  func retain(_ number: UInt64) -> Bool {
    state.withLock { $0.entries[number]?.holds += 1 } != nil
  }

  /// Lets go of an object; whether there was one.
  func release(_ number: UInt64) -> Bool {
    // The object itself ends outside the lock: its end may call the caller.
    let released = state.withLock { state -> Entry? in
      guard let entry = state.entries[number] else { return nil }
      if entry.holds == 1 {
        state.entries[number] = nil
      } else {
        state.entries[number]?.holds -= 1
      }
      return entry
    }
    return released != nil
  }
}
