#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is written before it is known where it belongs, as what arrives over a network.
///
/// It lies in a folder of unfinished ones until it is whole, and goes if nobody gives it a place.
package final class ArrivingFile {
  /// Where it is until it has a place.
  package let path: String

  private let folder: String
  private var output: OutputFile?
  private var isPlaced = false

  /// Begins a file in a folder of unfinished ones, which is made if it is not there.
  package init(in folder: String, named name: String) throws(FileWritingError) {
    self.folder = folder
    path = "\(folder)/\(name)"
    for attempt in 1... {
      try Folders.make(folder)
      do throws(FileWritingError) {
        output = try OutputFile(at: path)
        return
      } catch {
        // Another file was the last of the folder, and took it away in the meantime.
        guard case .folderMissing = error.reason, attempt < 100 else { throw error }
      }
    }
  }

  deinit {
    if output == nil, !isPlaced { systemRemove(path) }
    output = nil
    // Only the last one succeeds.
    systemRemoveFolder(folder)
  }

  /// Appends bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileWritingError) {
    try unsafe output?.write(bytes)
  }

  /// Appends bytes.
  package func write(_ bytes: [UInt8]) throws(FileWritingError) {
    try output?.write(bytes)
  }

  /// All bytes are there: the file is closed, and can be read at ``path``.
  package func complete() throws(FileWritingError) {
    try output.take()?.finish()
  }

  /// Gives the complete file its place, unless something is there; folders are made.
  ///
  /// - Returns: Whether it has the place now.
  /// - Precondition: ``complete()`` was called.
  package func move(to target: String) throws(FileWritingError) -> Bool {
    precondition(output == nil, "the file is complete")
    try Folders.make(String(split(target).folder.dropLast()))
    guard Self.link(path, to: target) else {
      let code = errno
      if code == EEXIST { return false }
      throw FileWritingError(.cannotCreate, reason: .init(code, path: target), path: target)
    }
    isPlaced = true
    return true
  }

  /// A name for a file that nobody loses if it is taken: a hard link and then no other name; where the
  /// file system has no links, a new name that nothing had a moment ago.
  private static func link(_ path: String, to target: String) -> Bool {
    if systemLink(path, to: target) == 0 {
      systemRemove(path)
      return true
    }
    guard [EPERM, ENOTSUP, ENOSYS, EXDEV].contains(errno) else { return false }
    guard FileStatus(at: target, followingLinks: false) == nil else {
      errno = EEXIST
      return false
    }
    return systemRename(path, to: target) == 0
  }

  /// Removes the files of a folder that an earlier run left.
  package static func removeLeftovers(in folder: String) {
    guard let names = try? StagedFiles.names(in: folder) else { return }
    for name in names { systemRemove("\(folder)/\(name)") }
  }
}

private func systemLink(_ from: String, to: String) -> Int32 {
  // SAFETY: the names' bytes end with a zero and are there for the time of the call.
  unsafe FileNameText.withPath(from) { from in
    unsafe FileNameText.withPath(to) { to in unsafe link(from, to) }
  }
}
