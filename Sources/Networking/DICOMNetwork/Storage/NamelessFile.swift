import Files
import FoundationEssentials
import MessageExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that arrives, and has no place until it is whole.
protocol UnplacedFile: AnyObject {
  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws

  /// All bytes are there: returns where they can be read.
  func completed() throws -> ByteSource

  /// Brings the bytes of the complete file to the disk.
  ///
  /// - Throws: ``Refusal`` if the disk says that it cannot.
  func keep() throws

  /// Gives the complete file its place, unless something is there; folders are made.
  ///
  /// - Returns: Whether it has the place now.
  func move(to target: String) throws -> Bool
}

/// A file without a name until it is whole (`O_TMPFILE`): nobody ever sees a part of it, and it goes with the
/// process that writes it.
final class NamelessFile: UnplacedFile, Sendable {
  private let descriptor: Int32

  /// Begins a file on the file system of a folder; nil where that has no such files.
  init?(in folder: String) {
    guard Self.canBeNamed else { return nil }
    // SAFETY: the name's bytes end with a zero and are there for the time of the call.
    descriptor = unsafe FileNameText.withPath(folder) {
      unsafe open($0, O_RDWR | O_DIRECTORY | Self.nameless | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// What makes `O_TMPFILE` of `O_DIRECTORY`; the C library's header has it as an expression.
  private static let nameless: Int32 = 0o20_000_000

  /// The names of open files, by which they get others.
  private static let openFiles = "/proc/self/fd"

  private static let canBeNamed = unsafe access(openFiles, X_OK) == 0

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard unsafe writeAll(bytes, to: descriptor) == 0 else { throw Self.unwritten }
  }

  func completed() throws -> ByteSource {
    let count = lseek(descriptor, 0, SEEK_END)
    guard count >= 0 else { throw Self.unwritten }
    return .part(
      FilePart(descriptor: descriptor, range: 0..<Int(count), owner: self), name: "an instance")
  }

  func keep() throws {
    guard fsync(descriptor) == 0 else { throw Self.unwritten }
  }

  func move(to target: String) throws -> Bool {
    var code = link(to: target)
    if code == ENOENT {
      try Self.makeFolder(of: target)
      code = link(to: target)
    }
    guard code == 0 || code == EEXIST else { throw Self.unwritten }
    return code == 0
  }

  /// - Returns: 0, or the number of the error.
  private func link(to target: String) -> Int32 {
    // SAFETY: both names' bytes end with a zero and are there for the time of the call.
    let result = unsafe FileNameText.withPath(target) {
      unsafe linkat(
        AT_FDCWD, "\(Self.openFiles)/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
    }
    return result == 0 ? 0 : errno
  }

  private static func makeFolder(of target: String) throws {
    let folder = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
    do {
      try Folders.make(folder)
    } catch {
      throw unwritten
    }
  }

  private static var unwritten: Refusal {
    Refusal(.outOfResources, comment: "the instance cannot be written")
  }
}

extension ArrivingFile: UnplacedFile {
  func append(_ bytes: UnsafeRawBufferPointer) throws { try unsafe write(bytes) }

  func completed() throws -> ByteSource {
    try complete()
    return .file(path)
  }

  func keep() throws { try Durability.keep(path) }
}
