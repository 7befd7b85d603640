import Compression
import DICOMCoding
import Files
import VolumeFiles
import WorkScheduling

/// Unpacks the DICOM files of archives into a nameless temporary file.
struct Unpacking: Sendable {
  let limits: UnpackingLimits
  let reader: Part10Reader
  let context: WorkContext
  private let store: MemberStore
  private let budget: UnpackingBudget

  /// What came out of archives.
  struct Result: Sendable {
    /// Files to be looked at.
    var members: [FileLocation] = []
    /// Files that are none of DICOM, and archives that could not be unpacked to their end.
    var skipped: [SkippedFile] = []
  }

  /// Bytes at a time: most single slices are unpacked into this and stored at once.
  private static let pieceBytes = 4 << 20
  /// Bytes by which files that are none of DICOM are known.
  private static let lookBytes = 1 << 16

  init(
    _ limits: UnpackingLimits, reader: Part10Reader, context: WorkContext
  ) throws(FileReadingError) {
    self.limits = limits
    self.reader = reader
    self.context = context
    store = try MemberStore()
    budget = UnpackingBudget(limits)
  }

  /// Unpacks archives, several at a time; what comes out is in their order.
  ///
  /// - Throws: `WorkCancelled`.
  func unpack(_ archives: [FileLocation]) throws -> Result {
    let results = try context.map(archives.count, stage: "unpacking") {
      try unpack(archives[$0])
    }
    return results.reduce(into: Result()) { all, one in
      all.members += one.members
      all.skipped += one.skipped
    }
  }

  private func unpack(_ packed: FileLocation) throws -> Result {
    var result = Result()
    var problem: (SkippedFile.Code, String)?
    do {
      guard packed.depth < limits.depth else {
        throw UnpackingLimitReached(
          message: "archives lie in archives more than \(limits.depth) deep")
      }
      try unpackMembers(of: packed, into: &result)
    } catch let error as UnpackingLimitReached {
      problem = (.archiveLimit, error.message)
    } catch let error as ArchiveError {
      problem = (.archive, "it cannot be unpacked: \(error)")
    } catch let error as FileReadingError {
      problem = (.unreadable, error.description)
    }
    guard let (code, message) = problem else { return result }
    let count = result.members.count
    let rest = count > 0 ? "; the \(count) file\(count == 1 ? "" : "s") before that were taken" : ""
    result.skipped.append(SkippedFile(path: packed.path, code: code, message: message + rest))
    return result
  }

  private func unpackMembers(of packed: FileLocation, into result: inout Result) throws {
    let file = try packed.source.open()
    // The reader of archives wants an open file.
    let part = try file.part ?? store(file)
    var allowance = UnpackingAllowance(packedBytes: file.count, limits: limits, budget: budget)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceBytes, alignment: 64)
    // SAFETY: nothing keeps the buffer beyond this function.
    defer { unsafe buffer.deallocate() }
    var archive = try ArchiveReader(descriptor: part.descriptor, range: part.range)
    while let entry = try archive.next() {
      try context.check()
      try budget.takeFile()
      let path = Self.path(of: entry, in: packed)
      let count = try unsafe archive.read(into: buffer)
      try allowance.take(count)
      let first = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
      if let reason = unsafe refusal(of: path, bytes: first, isWhole: count < buffer.count) {
        result.skipped.append(SkippedFile(path: path, code: reason.code, message: reason.message))
        try unsafe passOver(&archive, count, buffer: buffer, allowance: &allowance)
        continue
      }
      let member = try unsafe store.append(first) {
        try context.check()
        let count = try unsafe archive.read(into: buffer)
        try allowance.take(count)
        return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
      }
      result.members.append(FileLocation(.part(member, name: path), in: packed))
    }
    withExtendedLifetime(part) {}
  }

  /// Puts bytes of memory into the store.
  private func store(_ file: ByteReader) throws -> FilePart {
    let bytes = try file.bytes(at: 0, count: file.count)
    return try unsafe bytes.withUnsafeBytes { bytes in
      try unsafe store.append(bytes) { unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
    }
  }

  /// Reads on to the end of a file that is not wanted, so that its length is counted.
  private func passOver(
    _ archive: inout ArchiveReader, _ first: Int, buffer: UnsafeMutableRawBufferPointer,
    allowance: inout UnpackingAllowance
  ) throws {
    var count = first
    while count == buffer.count, !archive.skipsUnread {
      try context.check()
      count = try unsafe archive.read(into: buffer)
      try allowance.take(count)
    }
  }

  /// The archive's path and the name in it; that of the archive for a single packed file.
  private static func path(of entry: ArchiveReader.Entry, in packed: FileLocation) -> String {
    guard let name = entry.name else { return packed.path }
    let text = FileNameText.text(name).drop { $0 == "/" }
    return packed.path + "/" + text
  }

  /// Why a file of an archive need not be kept; nil if it is DICOM or an archive again.
  private func refusal(
    of path: String, bytes: UnsafeRawBufferPointer, isWhole: Bool
  ) -> (code: SkippedFile.Code, message: String)? {
    guard unsafe !bytes.isEmpty else { return (.emptyFile, "the file is empty") }
    let start = unsafe Array(bytes.prefix(Self.lookBytes))
    let isEnd = isWhole && bytes.count <= Self.lookBytes
    do throws(DataSetError) {
      _ = try reader.read(prefix: start, streamLength: isEnd ? start.count : .max >> 1)
    } catch {
      guard error.isNotDICOM else { return nil }
      if (try? VolumeFileFormat(fileName: path)) != nil {
        return (.volumeFile, "a volume file in an archive: unpack it and name it itself to use it")
      }
      return PackedKind(start) == nil ? (.notDICOM, error.description) : nil
    }
    return nil
  }
}
