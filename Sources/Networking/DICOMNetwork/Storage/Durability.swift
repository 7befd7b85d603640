import Files
import Locks
import MessageExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What keeps acknowledged instances when the power goes: files and the folders that name them are on the
/// disk before anybody hears of them.
enum Durability {
  /// Brings a file's bytes, or a folder's names, to the disk.
  ///
  /// - Throws: ``Refusal`` if the disk says that it cannot: what it may have lost is not acknowledged.
  static func keep(_ path: String) throws {
    // SAFETY: the name's bytes end with a zero and are there for the time of the call.
    let descriptor = unsafe FileNameText.withPath(path) { unsafe open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw unkept }
    defer { close(descriptor) }
    // Some file systems have nothing to bring for folders.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw unkept }
  }

  private static var unkept: Refusal {
    Refusal(.outOfResources, comment: "the instance cannot be written")
  }
}

/// The names in folders on their way to the disk: those who come while somebody waits for the disk share
/// the next wait.
final class FolderDurability: Sendable {
  private struct Counts {
    /// Who has come, by number.
    var come = 0
    /// Whose names are on the disk: this one's, and those of all before.
    var kept = 0
  }

  private final class Folder: Sendable {
    let counts = Locked(Counts())
    let turn = Locked(())
  }

  private let folders = Locked<[String: Folder]>([:])

  /// Brings the names that a folder has now to the disk.
  ///
  /// - Throws: ``Refusal``.
  func keep(_ path: String) throws {
    let folder = folders.withLock { folders in
      // Honest stores fill some folders at a time.
      if folders.count > 1000 { folders = [:] }
      let folder = folders[path] ?? Folder()
      folders[path] = folder
      return folder
    }
    let mine = folder.counts.withLock { counts in
      counts.come += 1
      return counts.come
    }
    try folder.turn.withLock { _ in
      let (come, kept) = folder.counts.withLock { ($0.come, $0.kept) }
      guard kept < mine else { return }
      try Durability.keep(path)
      folder.counts.withLock { $0.kept = max($0.kept, come) }
    }
  }
}
