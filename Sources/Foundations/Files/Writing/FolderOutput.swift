#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder of files that appears whole under its name, or not at all.
///
/// It takes the place of an older folder only if that has files of the same names.
package final class FolderOutput: Sendable {
  private let files: StagedFiles
  private let name: String
  /// The folder that was asked for, for errors.
  private let place: String

  /// Prepares a folder beside its final place.
  ///
  /// - Parameter path: The folder; the one around it must be there.
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/cannotCreate``.
  package init(at path: String) throws(FileWritingError) {
    let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
    let slash = bare.lastIndex(of: "/")
    let parent = slash.map { $0 == bare.startIndex ? "/" : String(bare[..<$0]) } ?? "."
    name = slash.map { String(bare[bare.index(after: $0)...]) } ?? bare
    place = bare
    guard !name.isEmpty else {
      throw FileWritingError(.cannotCreate, reason: .unusableName, path: path)
    }
    guard Folders.isFolder(parent) else {
      throw FileWritingError(.cannotCreate, reason: .folderMissing(parent), path: path)
    }
    switch FileStatus(at: bare, followingLinks: false)?.kind {
    case nil, .folder: break
    default: throw FileWritingError(.cannotCreate, reason: .notAFolder(bare), path: path)
    }
    try ProtectedFiles.current?.check(bare)
    files = try StagedFiles(in: parent)
    try Folders.make(files.path(of: name))
  }

  /// Writes a file; several threads may write different ones.
  ///
  /// - Parameters:
  ///   - bytes: All of it.
  ///   - file: Its name in the folder, with folders before it, which are made.
  /// - Throws: ``FileWritingError``.
  package func write(_ bytes: [UInt8], to file: String) throws(FileWritingError) {
    let path = files.path(of: name) + "/" + file
    var descriptor = Self.create(path)
    if descriptor < 0, errno == ENOENT, let slash = path.lastIndex(of: "/") {
      try Folders.make(String(path[..<slash]))
      descriptor = Self.create(path)
    }
    guard descriptor >= 0 else { throw failure(errno, path: path, file: file) }
    let code = unsafe bytes.withUnsafeBytes { unsafe writeAll($0, to: descriptor) }
    let closed = close(descriptor) == 0 ? 0 : errno
    guard code == 0, closed == 0 else {
      throw failure(code == 0 ? closed : code, path: path, file: file)
    }
  }

  private func failure(_ code: Int32, path: String, file: String) -> FileWritingError {
    FileWritingError(.failedMidway, reason: .init(code, path: path), path: "\(place)/\(file)")
  }

  private static func create(_ path: String) -> Int32 {
    unsafe FileNameText.withPath(path) {
      unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
  }

  /// Gives the folder its place.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``; an older folder is
  ///   as it was then.
  package func finish() throws(FileWritingError) {
    try StagedFiles.commit([StagedFiles.Change(files)])
  }
}
