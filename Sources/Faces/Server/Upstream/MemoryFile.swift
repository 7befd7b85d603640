import CMemoryFiles
import Files
import Locks
import WebServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file in memory and in no folder: what comes from elsewhere is read as files are, and never lies on
/// a disk.
final class MemoryFile: Sendable {
  private let descriptor: Int32
  private let end = Locked(0)

  /// Opens an empty file.
  ///
  /// - Throws: ``ServiceFailure`` if there is none to be had.
  init() throws {
    descriptor = sagitta_memory_file()
    guard descriptor >= 0 else { throw Self.busy }
  }

  deinit { close(descriptor) }

  private static let busy = ServiceFailure(
    503, code: "busy", message: "other requests take the memory that there is",
    headers: [WebHeader("Retry-After", "2")])

  /// A name under which this process can open it, as long as it is held.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// Bytes that it has.
  var count: Int { end.withLock { $0 } }

  /// Appends bytes, from a page of their own on.
  ///
  /// - Returns: Where they lie.
  /// - Throws: ``ServiceFailure`` if memory has run out.
  func append(_ bytes: [UInt8]) throws -> Range<Int> {
    let start = end.withLock { end in
      let start = (end + Self.page - 1) / Self.page * Self.page
      end = start + bytes.count
      return start
    }
    try write(bytes, at: start)
    return start..<start + bytes.count
  }

  /// Writes bytes over those that are there.
  ///
  /// - Throws: ``ServiceFailure`` if memory has run out.
  func write(_ bytes: [UInt8], at offset: Int) throws {
    var written = 0
    while written < bytes.count {
      // SAFETY: what is written lies within the bytes.
      let count = unsafe bytes.withUnsafeBytes { room in
        unsafe pwrite(
          descriptor, room.baseAddress.map { unsafe $0 + written }, room.count - written,
          off_t(offset + written))
      }
      guard count > 0 else { throw Self.busy }
      written += count
    }
  }

  /// Gives the memory of whole pages of a part back.
  func release(_ range: Range<Int>) {
    let first = (range.lowerBound + Self.page - 1) / Self.page * Self.page
    let last = range.upperBound / Self.page * Self.page
    guard last > first else { return }
    _ = sagitta_memory_file_release(descriptor, Int64(first), Int64(last - first))
  }

  /// A part of it, which keeps somebody who has it.
  func part(_ range: Range<Int>, name: String, of owner: any AnyObject & Sendable) -> ByteSource {
    .part(FilePart(descriptor: descriptor, range: range, owner: owner), name: name)
  }

  private static let page = 4096
}
