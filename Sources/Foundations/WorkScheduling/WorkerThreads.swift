import CProcessor

/// The threads that a queue may start to work beside its caller.
package enum WorkerThreads {
  /// How many the system gives at this moment, at most as many as cores.
  ///
  /// A queue waits for ever for a thread that it cannot start: it is not asked for more.
  package static var startable: Int {
    var count = startableAtFirst
    while count > 0, cp_has_room_for_stacks(Int32(count)) == 0 { count /= 2 }
    return count
  }

  /// Limits of the number of threads are met at once or never; only addresses become fewer.
  private static let startableAtFirst = Int(
    cp_startable_threads(Int32(clamping: WorkContext.availableCores)))
}
