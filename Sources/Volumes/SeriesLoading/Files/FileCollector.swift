import Files
import VolumeFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the files below folders, in an order that does not depend on the file system.
struct FileCollector {
  /// Every file found, sorted by its path.
  private(set) var paths: [String] = []

  /// The inputs that are files themselves.
  private(set) var inputFiles: Set<String> = []

  /// What cannot be entered or is neither file nor folder.
  private(set) var skipped: [SkippedFile] = []

  /// Folders already entered, by device and inode: links may lead in circles.
  private var entered: Set<[UInt64]> = []

  /// Collects the files that `inputs` name: files as they are, folders recursively.
  ///
  /// - Throws: ``LoadError/notFound`` or ``LoadError/unreadable`` for an input itself; what
  ///   lies below a folder is skipped with a code instead.
  init(_ inputs: [String]) throws(LoadError) {
    for input in inputs {
      switch Self.kind(of: input) {
      case .folder where VolumeFileFormat.ofFolder(input) != nil:
        // What is in it are parts of one volume.
        paths.append(input)
        inputFiles.insert(input)
      case .folder:
        guard let entries = Self.entries(of: input) else {
          throw .unreadable(path: input, reason: FileReadingError.system(errno).description)
        }
        enter(input, entries: entries)
      case .file:
        paths.append(input)
        inputFiles.insert(input)
      case .other: throw .unreadable(path: input, reason: "neither a file nor a folder")
      case .failed(let code) where code == ENOENT || code == ENOTDIR:
        throw .notFound(path: input)
      case .failed(let code):
        throw .unreadable(path: input, reason: FileReadingError.system(code).description)
      }
    }
    paths = Self.unique(paths)
  }

  /// The paths in order, each once.
  ///
  /// Swift compares texts by meaning: two names whose accents are composed differently are
  /// equal to it but are two files, so equality here is that of bytes.
  static func unique(_ paths: [String]) -> [String] {
    let sorted = paths.sorted {
      $0 == $1 ? $0.utf8.lexicographicallyPrecedes($1.utf8) : $0 < $1
    }
    return sorted.enumerated().filter { index, path in
      index == 0 || !path.utf8.elementsEqual(sorted[index - 1].utf8)
    }.map(\.element)
  }

  private enum Kind {
    case file, folder, other
    case failed(Int32)
  }

  private mutating func collect(_ path: String) {
    switch Self.kind(of: path) {
    case .file: paths.append(path)
    case .folder where VolumeFileFormat.ofFolder(path) != nil:
      skipped.append(
        SkippedFile(
          path: path, code: .volumeFile, message: "a volume file: name it itself to use it"))
    case .folder:
      guard let entries = Self.entries(of: path) else {
        skip(path, message: FileReadingError.system(errno).description)
        return
      }
      enter(path, entries: entries)
    case .other: skip(path, message: FileReadingError.notAFile.description)
    case .failed(let code): skip(path, message: FileReadingError.system(code).description)
    }
  }

  private mutating func enter(_ folder: String, entries: Entries) {
    guard let status = Self.status(of: folder),
      entered.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted
    else { return }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    for (name, isFile) in entries.names {
      if isFile { paths.append(prefix + name) } else { collect(prefix + name) }
    }
    if let failure = entries.failure {
      skip(folder, message: "only \(entries.names.count) of its files could be listed: \(failure)")
    }
  }

  private mutating func skip(_ path: String, message: String) {
    skipped.append(SkippedFile(path: path, code: .unreadable, message: message))
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    let result = unsafe FileNameText.withPath(path) { unsafe stat($0, &status) }
    return result == 0 ? status : nil
  }

  private static func kind(of path: String) -> Kind {
    guard let status = status(of: path) else { return .failed(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// What a folder holds.
  struct Entries {
    /// The names, and whether the folder itself says that they are plain files, which saves
    /// asking for each.
    var names: [(name: String, isFile: Bool)] = []
    /// Why there may be more; nil if these are all.
    var failure: FileReadingError?
  }

  /// Lists a folder; nil if it cannot be read at all.
  static func entries(of folder: String) -> Entries? {
    guard let stream = unsafe FileNameText.withPath(folder, body: { unsafe opendir($0) }) else {
      return nil
    }
    defer { unsafe closedir(stream) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    precondition(nameOffset > 0, "an entry begins with numbers")
    var entries = Entries()
    errno = 0
    while let entry = unsafe readdir(stream) {
      // Not by the field, which is longer than the entry: the bytes behind it are somebody else's.
      // SAFETY: readdir's entry is valid until the next call, its name ends with a zero.
      let start = unsafe (UnsafeRawPointer(entry) + nameOffset).assumingMemoryBound(to: UInt8.self)
      let name = unsafe FileNameText.text(cString: start)
      if name != ".", name != ".." {
        entries.names.append((name, unsafe Int(entry.pointee.d_type) == Int(DT_REG)))
      }
      errno = 0
    }
    // A disc that breaks off ends the list as its end does, but for the error number.
    if errno != 0 { entries.failure = .system(errno) }
    return entries
  }
}
