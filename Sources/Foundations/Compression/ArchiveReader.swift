import CUnpacking

/// Goes through the files of a ZIP or tar archive, or through the one file in gzip, bzip2, xz or
/// zstd; what they unpack to comes in pieces.
///
/// Names in the archive are bytes to tell; nothing is ever opened or written by them. Damaged
/// archives end with an error, never with a trap. Whoever reads counts what comes out: an archive
/// may unpack to any length.
@safe public struct ArchiveReader: ~Copyable {
  /// A file of the archive.
  public struct Entry: Hashable, Sendable {
    /// The bytes of its name; nil if it has none, as a single compressed file.
    public let name: [UInt8]?
  }

  private let archive: OpaquePointer

  /// Begins to read a part of an open file, which has to stay open meanwhile.
  ///
  /// - Throws: ``ArchiveError`` without memory.
  public init(descriptor: Int32, range: Range<Int>) throws(ArchiveError) {
    // SAFETY: the archive is closed once, when the reader goes.
    let archive = unsafe sagitta_archive_open(
      descriptor, Int64(range.lowerBound), Int64(range.count))
    guard let archive = unsafe archive else {
      throw ArchiveError(message: "there is no memory for it")
    }
    unsafe self.archive = archive
  }

  deinit { unsafe sagitta_archive_close(archive) }

  /// The next plain file, nil at the end; folders, links and devices are passed over.
  ///
  /// - Throws: ``ArchiveError`` if the archive is damaged here or of an unknown kind.
  public mutating func next() throws(ArchiveError) -> Entry? {
    while true {
      switch unsafe sagitta_archive_next(archive) {
      case SagittaArchiveStepEnd: return nil
      case SagittaArchiveStepEntry:
        if unsafe sagitta_archive_is_file(archive) != 0 { return entry }
      default: throw error
      }
    }
  }

  private var entry: Entry {
    guard unsafe sagitta_archive_is_single(archive) == 0,
      let name = unsafe sagitta_archive_name(archive)
    else { return Entry(name: nil) }
    var bytes: [UInt8] = []
    // SAFETY: the name ends with a zero and lives until the next step.
    while bytes.count < Self.longestName, unsafe name[bytes.count] != 0 {
      unsafe bytes.append(UInt8(bitPattern: name[bytes.count]))
    }
    return Entry(name: bytes)
  }

  /// Names are only told to people: what is behind this many bytes is left out.
  private static let longestName = 4096

  /// Whether ``next()`` passes over the rest of an entry without unpacking it.
  public var skipsUnread: Bool { unsafe sagitta_archive_skips(archive) != 0 }

  /// Fills a buffer with the next bytes of the entry.
  ///
  /// - Returns: The bytes that came; fewer than the buffer holds only at the end.
  /// - Throws: ``ArchiveError`` if they are damaged or encrypted.
  public mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    guard let start = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      // SAFETY: the rest of the buffer may be written.
      let count = unsafe sagitta_archive_read(archive, start + done, buffer.count - done)
      guard count >= 0 else { throw error }
      if count == 0 { break }
      done += Int(count)
    }
    return done
  }

  private var error: ArchiveError {
    // SAFETY: the message ends with a zero and lives as long as the reader.
    ArchiveError(message: unsafe String(cString: sagitta_archive_message(archive)))
  }
}

/// An archive cannot be unpacked, or no further.
public struct ArchiveError: Error, Hashable, CustomStringConvertible {
  /// Why, in the words of the library that reads archives.
  public let message: String

  /// The message.
  public var description: String { message }
}
