import Files
import FoundationEssentials
import Locks
import MessageExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where instances of a folder are until they are complete: a folder of its own for whoever stores.
///
/// A lock that ends with its process tells what somebody writes from what a dead one left, so that
/// several may store in one folder at once.
final class Arrivals: Sendable {
  private let storePath: String
  private let folder: String
  private let isStoreThere = Locked(false)
  private let own = Locked<(path: String, lock: Int32)?>(nil)

  /// Prepares for a store's folder; what dead ones left in it goes.
  init(of store: String) {
    storePath = store
    folder = "\(store)/.arriving"
    Self.removeLeftovers(in: folder)
  }

  deinit {
    guard let (path, lock) = own.withLock({ $0 }) else { return }
    Folders.remove("\(path)/\(Self.lockName)")
    close(lock)
    for folder in [path, folder] { Self.removeEmpty(folder) }
  }

  private static let lockName = ".lock"

  /// The store's folder, which is made when it is first needed.
  ///
  /// - Throws: ``Refusal`` if it cannot be made.
  func store() throws -> String {
    try isStoreThere.withLock { isThere in
      if !isThere { try Self.makeFolder(storePath) }
      isThere = true
    }
    return storePath
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try Folders.make(path)
    } catch {
      throw Refusal(.outOfResources, comment: "the instance cannot be written")
    }
  }

  /// The folder to write in, which is made when it is first needed.
  ///
  /// - Throws: ``Refusal`` if it cannot be made.
  func path() throws -> String {
    try own.withLock { own in
      if let own { return own.path }
      for _ in 0..<100 {
        let path = "\(folder)/\(UUID().uuidString)"
        guard let lock = try Self.lock(path) else { continue }
        own = (path, lock)
        return path
      }
      throw Refusal(.outOfResources, comment: "the instance cannot be written")
    }
  }

  /// Makes a folder and locks it; nil if somebody took it for a dead one's in the meantime.
  private static func lock(_ path: String) throws -> Int32? {
    try makeFolder(path)
    let name = "\(path)/\(lockName)"
    let lock = systemOpen(name, O_RDWR | O_CREAT | O_CLOEXEC)
    guard lock >= 0 else { return nil }
    if flock(lock, LOCK_EX | LOCK_NB) == 0, FileManager.default.fileExists(atPath: name) {
      return lock
    }
    close(lock)
    return nil
  }

  /// Removes what nobody who lives has locked.
  private static func removeLeftovers(in folder: String) {
    let names = Folders.names(in: folder)
    for name in names { removeIfDead("\(folder)/\(name)") }
    removeEmpty(folder)
  }

  private static func removeIfDead(_ path: String) {
    let lock = systemOpen("\(path)/\(lockName)", O_RDWR | O_CLOEXEC)
    guard lock >= 0 else {
      // It is a file of no folder, or a folder that was just made, or has nothing in it.
      unsafe systemRemove(path, unlink)
      return removeEmpty(path)
    }
    defer { close(lock) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { return }
    Folders.remove(path)
  }

  private static func removeEmpty(_ folder: String) { unsafe systemRemove(folder, rmdir) }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
  // SAFETY: the name's bytes end with a zero and are there for the time of the call.
  unsafe FileNameText.withPath(path) { unsafe open($0, flags, 0o600) }
}

private func systemRemove(_ path: String, _ remove: (UnsafePointer<CChar>) -> Int32) {
  // SAFETY: as above.
  _ = unsafe FileNameText.withPath(path) { unsafe remove($0) }
}
