import Files

/// Some bytes of a file that follow each other.
struct FileRun: Sendable {
  let file: ByteReader
  let range: Range<Int>

  /// What lies behind an offset; nothing if the file ends before it.
  init(_ file: ByteReader, from offset: Int = 0) {
    self.file = file
    range = min(offset, file.count)..<file.count
  }

  /// The bytes of a range.
  ///
  /// - Precondition: The range lies in the file.
  init(_ file: ByteReader, range: Range<Int>) {
    precondition(range.upperBound <= file.count, "a run lies in its file")
    self.file = file
    self.range = range
  }
}

extension ByteReader {
  /// Opens a source of volume files.
  static func opening(_ source: ByteSource) throws(VolumeFileError) -> ByteReader {
    do throws(FileReadingError) {
      return try source.open()
    } catch {
      throw VolumeFileError(error, path: source.name)
    }
  }

  /// Opens a file; gives nil if there is none.
  static func openingIfThere(_ path: String) throws(VolumeFileError) -> ByteReader? {
    do throws(VolumeFileError) {
      return try opening(.file(path))
    } catch {
      if error.reason == .missing { return nil }
      throw error
    }
  }

  /// The bytes of a range; fails if the file is or became shorter.
  func read(_ range: Range<Int>) throws(VolumeFileError) -> [UInt8] {
    guard range.upperBound <= count else {
      throw VolumeFileError(.truncated(needed: range.upperBound, available: count), path: name)
    }
    let bytes: [UInt8]
    do throws(FileReadingError) {
      bytes = try self.bytes(at: range.lowerBound, count: range.count)
    } catch {
      throw VolumeFileError(error, path: name)
    }
    guard bytes.count == range.count else {
      throw VolumeFileError(
        .truncated(needed: range.upperBound, available: range.lowerBound + bytes.count), path: name)
    }
    return bytes
  }

  /// Fills a buffer from an offset on; fails if the file ends before that.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeFileError) {
    let count: Int
    do throws(FileReadingError) {
      count = try unsafe read(into: buffer, at: offset)
    } catch {
      throw VolumeFileError(error, path: name)
    }
    guard count == buffer.count else {
      throw VolumeFileError(
        .truncated(needed: offset + buffer.count, available: offset + count), path: name)
    }
  }
}

extension VolumeFileError {
  /// A file that cannot be read.
  init(_ error: FileReadingError, path: String) {
    switch error {
    case .notAFile: self.init(.unreadable("it is not an ordinary file"), path: path)
    case _ where error.isMissing: self.init(.missing, path: path)
    case .system: self.init(.unreadable(error.description), path: path)
    }
  }
}
