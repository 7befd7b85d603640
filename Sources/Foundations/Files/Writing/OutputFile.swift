import CUnfinishedFiles
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file being written: beside its final name, and renamed when it is complete.
///
/// The final name shows either the old file or the whole new one. If writing fails or the value
/// is dropped before ``finish()``, nothing is left behind. Devices, pipes and `/dev/stdout` are
/// written directly. A symbolic link is replaced, not followed: what it leads to stays as it is.
/// Files that are read are replaced by nobody (``ProtectedFiles``).
///
/// The bytes are not forced to the disk (`fsync`): results can be computed again, and waiting
/// for the disk would cost more than most runs take.
public struct OutputFile: ~Copyable {
  /// The path that was asked for.
  public let path: String

  /// Whether the bytes go to an ordinary file; false for devices and pipes.
  public var isRegular: Bool { pending != nil }

  /// The path of standard output.
  public static var standardOutput: String { "/dev/stdout" }

  /// Where the bytes are until the file is complete.
  private struct Pending {
    let temporary: String
    let final: String
    let slot: Int32
  }

  private var descriptor: Int32
  private let pending: Pending?

  /// Starts a file at `path`.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/cannotCreate``.
  public init(at path: String) throws(FileWritingError) {
    let (descriptor, pending) = try Self.open(path)
    self.path = path
    self.descriptor = descriptor
    self.pending = pending
  }

  deinit {
    guard descriptor >= 0 else { return }
    _ = close(descriptor)
    pending.map(Self.remove)
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileWritingError) {
    let code = unsafe writeAll(bytes, to: descriptor)
    guard code == 0 else { throw failure(code) }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public mutating func write(_ bytes: [UInt8]) throws(FileWritingError) {
    // SAFETY: the buffer is used within the call only.
    let result = unsafe bytes.withUnsafeBytes { buffer in
      Result { () throws(FileWritingError) in try unsafe write(buffer) }
    }
    try result.get()
  }

  /// Replaces bytes at the beginning, which were written before.
  ///
  /// - Precondition: The file is regular.
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public mutating func overwrite(_ bytes: [UInt8]) throws(FileWritingError) {
    precondition(isRegular, "only an ordinary file has a beginning to go back to")
    let code = unsafe bytes.withUnsafeBytes { [descriptor] in
      unsafe writeAll($0, to: descriptor, at: 0)
    }
    guard code == 0 else { throw failure(code) }
  }

  /// Gives the complete file its final name.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public consuming func finish() throws(FileWritingError) {
    let closed = close(descriptor)
    let closeError = errno
    descriptor = -1
    guard let pending else {
      if closed != 0 { throw failure(closeError) }
      return
    }
    // Network file systems report a full disk as late as here.
    guard closed == 0 else {
      Self.remove(pending)
      throw failure(closeError)
    }
    guard systemRename(pending.temporary, to: pending.final) == 0 else {
      let code = errno
      Self.remove(pending)
      throw failure(code)
    }
    sagitta_unfinished_forget(pending.slot)
  }

  private func failure(_ code: Int32) -> FileWritingError {
    FileWritingError(.failedMidway, reason: .init(code, path: path), path: path)
  }

  private static func remove(_ pending: Pending) {
    systemRemove(pending.temporary)
    sagitta_unfinished_forget(pending.slot)
  }
}

extension OutputFile {
  private static func open(
    _ path: String
  ) throws(FileWritingError) -> (descriptor: Int32, pending: Pending?) {
    func refused(_ reason: FileWritingError.Reason) -> FileWritingError {
      FileWritingError(.cannotCreate, reason: reason, path: path)
    }
    func opened(_ descriptor: Int32) throws(FileWritingError) -> Int32 {
      guard descriptor >= 0 else { throw refused(.init(errno, path: path)) }
      return descriptor
    }
    guard !path.isEmpty, !path.utf8.contains(0) else { throw refused(.unusableName) }
    if let standard = inheritedDescriptor(path) { return (try opened(dup(standard)), nil) }
    switch FileStatus(at: path, followingLinks: true)?.kind {
    case .folder: throw refused(.isAFolder)
    case .other: return (try opened(systemOpen(path, flags: O_WRONLY | O_CLOEXEC)), nil)
    case .regular, .link, nil: break
    }
    // A trailing slash promises a folder that is not there.
    if split(path).name.isEmpty { throw refused(.init(ENOENT, path: path)) }
    try ProtectedFiles.current?.check(path)
    let existing = FileStatus(at: path, followingLinks: false)
    let replacesFile = existing?.kind == .regular
    if replacesFile, !isWritable(path) { throw refused(.init(errno, path: path)) }
    let (descriptor, pending) = createTemporary(for: path)
    _ = try opened(descriptor)
    // The new file may be read by whoever may read the one it replaces.
    if let existing, replacesFile { _ = fchmod(descriptor, existing.mode) }
    return (descriptor, pending)
  }

  /// The descriptor that a path like `/dev/stdout` stands for.
  ///
  /// Opening these names anew would lose the position (and `>>`) of a redirected output.
  private static func inheritedDescriptor(_ path: String) -> Int32? {
    switch path {
    case standardOutput: return 1
    case "/dev/stderr": return 2
    default:
      for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
        return Int32(path.dropFirst(prefix.count))
      }
      return nil
    }
  }

  /// Creates a new file beside `final`; the descriptor is −1 if that fails, with `errno` set.
  private static func createTemporary(for final: String) -> (Int32, Pending) {
    while true {
      let number = temporaryNumber.wrappingAdd(1, ordering: .relaxed).newValue
      let temporary = split(final).folder + ".sagitta-\(getpid())-\(number).part"
      let slot = unsafe FileNameText.withPath(temporary) { unsafe sagitta_unfinished_add($0) }
      let descriptor = systemOpen(temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
      let pending = Pending(temporary: temporary, final: final, slot: slot)
      if descriptor >= 0 {
        sagitta_unfinished_created(slot)
        return (descriptor, pending)
      }
      let code = errno
      sagitta_unfinished_forget(slot)
      errno = code
      // The leftover of a killed run with the same process number: take the next name.
      if code != EEXIST && code != EINTR { return (descriptor, pending) }
    }
  }
}

private let temporaryNumber = Atomic<Int>(0)

/// Writes a whole file from bytes in memory, as ``OutputFile`` does.
///
/// - Throws: ``FileWritingError``.
public func writeFile(_ bytes: [UInt8], to path: String) throws(FileWritingError) {
  var file = try OutputFile(at: path)
  try file.write(bytes)
  try file.finish()
}
