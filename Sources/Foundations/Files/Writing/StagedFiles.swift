import CUnfinishedFiles
import Locks
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files, and folders of files, that appear in a folder together, or not at all.
///
/// They are written into a folder of their own inside it, and get their places by
/// ``commit(_:)``. Until then older files of the same names are untouched; if writing fails, the
/// value is dropped or the process is interrupted (``UnfinishedFiles``), nothing new is left.
public final class StagedFiles: Sendable {
  /// The folder that receives the files.
  public let folder: String

  /// Where files are written until then.
  private let stage: String
  private let stageSlot: Int32
  /// Folders that were made for them, the outermost first, and their slots.
  private let made: [(path: String, slot: Int32)]
  private let isOpen = Locked(true)

  /// Prepares to write files into a folder, which is made if it is not there.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/cannotCreate``.
  public init(in folder: String) throws(FileWritingError) {
    self.folder = folder
    made = try Self.makeFolders(folder)
    do {
      (stage, stageSlot) = try Self.makeStage(in: folder)
    } catch {
      Self.remove(made)
      throw error
    }
  }

  deinit { discard() }

  /// Where to write the file of a name until it gets its place.
  public func path(of name: String) -> String { stage + "/" + name }

  /// A text, such as an error's, with the places that files get instead of where they are written.
  public static func withoutStages(in text: String) -> String {
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeAll { $0.hasPrefix(stagePrefix) && $0.hasSuffix(".part") && $0.contains("-s") }
    return parts.joined(separator: "/")
  }

  private static let stagePrefix = ".sagitta-"

  /// Removes what was written; older files stay.
  public func discard() {
    guard close() else { return }
    Self.removeStage(stage, slot: stageSlot)
    Self.remove(made)
  }

  /// Whether it was open.
  private func close() -> Bool {
    isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
  }

  /// Files that are ready, and older ones to be removed with their coming.
  public struct Change {
    let files: StagedFiles
    let obsolete: [String]

    /// Creates a change.
    ///
    /// - Parameters:
    ///   - files: What was written.
    ///   - obsolete: Names of older files in the same folder that go, if they are still there.
    public init(_ files: StagedFiles, obsolete: [String] = []) {
      self.files = files
      self.obsolete = obsolete
    }
  }

  /// Gives all files of all changes their places; if one cannot get it, everything is as before.
  ///
  /// Interruptions wait until it is done. Only the end of the machine or of the process by
  /// `SIGKILL` can come in between; older files are then in a folder `.sagitta-…part` beside.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public static func commit(_ changes: [Change]) throws(FileWritingError) {
    sagitta_unfinished_begin_renaming()
    defer { sagitta_unfinished_end_renaming() }
    var moves = Moves()
    do {
      for change in changes { try change.files.move(change.obsolete, moves: &moves) }
    } catch {
      moves.undo()
      for change in changes.reversed() { change.files.discard() }
      throw error
    }
    for change in changes where change.files.close() {
      removeStage(change.files.stage, slot: change.files.stageSlot)
      for folder in change.files.made { sagitta_unfinished_forget(folder.slot) }
    }
  }

  private func move(_ obsolete: [String], moves: inout Moves) throws(FileWritingError) {
    let names = try Self.names(in: stage).sorted()
    for name in names {
      let place = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      try ProtectedFiles.current?.check(place)
      let older = FileStatus(at: place, followingLinks: false)
      guard older?.kind != .folder || isOfSameKind(path(of: name), as: place) else {
        throw FileWritingError(.failedMidway, reason: .isAFolder, path: place)
      }
      if let older {
        try keep(older, name: name, moves: &moves)
      }
      try moves.move(path(of: name), to: place, for: place)
    }
    for name in Set(obsolete).subtracting(names) {
      let place = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      guard FileStatus(at: place, followingLinks: false) != nil else { continue }
      try moves.move(place, to: path(of: Self.backup(name)), for: place)
    }
  }

  /// Whether a new folder may take an older one's place: they have a file in common by its name.
  private func isOfSameKind(_ new: String, as older: String) -> Bool {
    let files = Folders.names(in: new).filter { FileSize.of("\(new)/\($0)") != nil }
    return files.contains { FileSize.of("\(older)/\($0)") != nil }
  }

  /// Puts the file that a new one replaces aside.
  private func keep(
    _ older: FileStatus, name: String, moves: inout Moves
  ) throws(FileWritingError) {
    let place = folder.hasSuffix("/") ? folder + name : folder + "/" + name
    // The new file may be read by whoever may read the one it replaces.
    if older.kind == .regular {
      _ = unsafe FileNameText.withPath(path(of: name)) { unsafe chmod($0, older.mode) }
    }
    try moves.move(place, to: path(of: Self.backup(name)), for: place)
  }

  private static func backup(_ name: String) -> String { ".older-" + name }
}

/// Renamings that can be taken back.
private struct Moves {
  private var done: [(from: String, to: String)] = []

  mutating func move(_ from: String, to: String, for path: String) throws(FileWritingError) {
    guard systemRename(from, to: to) == 0 else {
      throw FileWritingError(.failedMidway, reason: .init(errno, path: path), path: path)
    }
    done.append((from, to))
  }

  func undo() {
    for move in done.reversed() { _ = systemRename(move.to, to: move.from) }
  }
}

extension StagedFiles {
  private static func makeFolders(
    _ folder: String
  ) throws(FileWritingError) -> [(path: String, slot: Int32)] {
    var made: [(path: String, slot: Int32)] = []
    for path in parents(of: folder) + [folder] {
      if FileStatus(at: path, followingLinks: true)?.kind == .folder { continue }
      let slot = unsafe FileNameText.withPath(path) {
        unsafe sagitta_unfinished_add_empty_folder($0)
      }
      guard systemMakeFolder(path) == 0 else {
        let code = errno
        sagitta_unfinished_forget(slot)
        // Another process may have made it.
        if code == EEXIST, FileStatus(at: path, followingLinks: true)?.kind == .folder { continue }
        remove(made)
        throw FileWritingError(.cannotCreate, reason: reason(code, path: path), path: folder)
      }
      sagitta_unfinished_created(slot)
      made.append((path, slot))
    }
    return made
  }

  private static func reason(_ code: Int32, path: String) -> FileWritingError.Reason {
    code == EEXIST ? .notAFolder(path) : .init(code, path: path)
  }

  /// `/a/b/c` → `/a`, `/a/b`; also of a path that ends with a slash.
  private static func parents(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" && $0 != path.startIndex }.map { String(path[..<$0]) }
  }

  private static func makeStage(
    in folder: String
  ) throws(FileWritingError) -> (String, Int32) {
    while true {
      let number = stageNumber.wrappingAdd(1, ordering: .relaxed).newValue
      let stage =
        folder + (folder.hasSuffix("/") ? "" : "/") + "\(stagePrefix)\(getpid())-s\(number).part"
      let slot = unsafe FileNameText.withPath(stage) {
        unsafe sagitta_unfinished_add_folder($0)
      }
      if systemMakeFolder(stage) == 0 {
        sagitta_unfinished_created(slot)
        return (stage, slot)
      }
      let code = errno
      sagitta_unfinished_forget(slot)
      if code != EEXIST && code != EINTR {
        throw FileWritingError(.cannotCreate, reason: .init(code, path: stage), path: folder)
      }
    }
  }

  /// Removes a stage with what is in it.
  private static func removeStage(_ stage: String, slot: Int32) {
    Folders.remove(stage)
    sagitta_unfinished_forget(slot)
  }

  /// Removes folders that were made, as far as they are empty.
  private static func remove(_ made: [(path: String, slot: Int32)]) {
    for folder in made.reversed() {
      systemRemoveFolder(folder.path)
      sagitta_unfinished_forget(folder.slot)
    }
  }

  /// The names in a folder, without `.` and `..`.
  static func names(in folder: String) throws(FileWritingError) -> [String] {
    guard let names = Folders.entries(of: folder) else {
      throw FileWritingError(.failedMidway, reason: .init(errno, path: folder), path: folder)
    }
    return names
  }
}

private let stageNumber = Atomic<Int>(0)
