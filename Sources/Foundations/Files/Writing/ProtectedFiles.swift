import Locks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files that are being read, which no output may replace.
///
/// A face makes one for each run and binds it to the run (``current``); whatever reads files adds
/// them, and ``OutputFile`` and ``StagedFiles`` refuse to replace them, whatever they are called:
/// the same file, a hard link to it, a symbolic link that was read.
public final class ProtectedFiles: Sendable {
  /// Those of the running call; nil where nothing is protected.
  @TaskLocal public static var current: ProtectedFiles?

  private struct State {
    /// Names whose files were not looked at yet: most runs replace nothing.
    var files: [String] = []
    var folders: [String] = []
    var identities: Set<FileIdentity> = []
    var isOpen = false
  }

  private let state = Locked(State())

  /// Protects nothing yet.
  public init() {}

  /// Protects files.
  ///
  /// - Parameters:
  ///   - paths: Files that are read; of a symbolic link, both it and what it leads to.
  ///   - folders: Folders that are searched for files.
  public func add(files paths: [String], folders: [String] = []) {
    state.withLock { state in
      state.files += paths
      state.folders += folders
    }
  }

  /// Lets outputs replace inputs, because somebody said that they may.
  public func allowReplacing() { state.withLock { $0.isOpen = true } }

  /// Refuses to replace a file that is read.
  ///
  /// - Parameter path: Where a file is to go.
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Reason/isAnInput``.
  public func check(_ path: String) throws(FileWritingError) {
    let found = FileIdentity.all(of: path)
    guard !found.isEmpty else { return }
    let isRead = state.withLock { state in
      guard !state.isOpen else { return false }
      state.identities.formUnion(state.files.flatMap(FileIdentity.all))
      state.files = []
      return !state.identities.isDisjoint(with: found)
    }
    guard !isRead else { throw FileWritingError(.cannotCreate, reason: .isAnInput, path: path) }
  }

  /// Refuses to add files to a folder that is searched for files of their kind.
  ///
  /// - Parameter path: The folder.
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Reason/isAnInput``.
  public func check(folder path: String) throws(FileWritingError) {
    guard let folder = FileIdentity(of: path.isEmpty ? "." : path, followingLinks: true) else {
      return
    }
    let isSearched = state.withLock { state in
      !state.isOpen
        && state.folders.contains { FileIdentity(of: $0, followingLinks: true) == folder }
    }
    guard !isSearched else {
      throw FileWritingError(.cannotCreate, reason: .isAnInput, path: path)
    }
  }
}

/// A file, whatever it is called.
private struct FileIdentity: Hashable {
  private let device: dev_t
  private let number: ino_t

  init?(of path: String, followingLinks: Bool) {
    guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
    var info = stat()
    // SAFETY: `info` outlives the call.
    let result = unsafe FileNameText.withPath(path) {
      unsafe followingLinks ? stat($0, &info) : lstat($0, &info)
    }
    // Devices and pipes have nothing that could be lost.
    let kind = info.st_mode & S_IFMT
    guard result == 0, [S_IFREG, S_IFDIR, S_IFLNK].contains(kind) else { return nil }
    device = info.st_dev
    number = info.st_ino
  }

  /// What a path names, and what that leads to.
  static func all(of path: String) -> [FileIdentity] {
    [false, true].compactMap { FileIdentity(of: path, followingLinks: $0) }
  }
}
