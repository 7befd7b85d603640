import Files
import Locks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What was unpacked from archives, one after the other in a temporary file that has no name and
/// goes with the last reference to it.
final class MemberStore: Sendable {
  private let file: TemporaryFile
  private let end = Locked(0)

  private var descriptor: Int32 { file.descriptor }

  /// Creates the file where the system keeps temporary ones.
  init() throws(FileReadingError) {
    do throws(FileWritingError) {
      file = try TemporaryFile()
    } catch {
      guard case .system(let number) = error.reason else { throw .system(EIO) }
      throw .system(number)
    }
  }

  /// Adds the bytes of a file.
  ///
  /// - Parameters:
  ///   - first: The bytes at hand.
  ///   - more: Gives the next bytes, none at the end; other files wait meanwhile.
  /// - Returns: Where the file is now.
  /// - Throws: ``FileReadingError`` if there is no room; what `more` throws.
  func append(
    _ first: UnsafeRawBufferPointer, more: () throws -> UnsafeRawBufferPointer
  ) throws -> FilePart {
    try end.withLock { end in
      let start = end
      var place = start
      var piece = unsafe first
      while unsafe !piece.isEmpty {
        try unsafe write(piece, at: place)
        place += piece.count
        unsafe piece = try unsafe more()
      }
      // What a failure leaves behind the end is written over.
      end = place
      return FilePart(descriptor: descriptor, range: start..<place, owner: self)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(FileReadingError) {
    let code = unsafe writeAll(bytes, to: descriptor, at: place)
    guard code == 0 else { throw .system(code) }
  }
}
