import DICOMCoding
import Files
import WorkScheduling

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds a file by the path that a report tells, in an archive too.
struct PackedLookup {
  let limits: UnpackingLimits
  let reader: Part10Reader
  let context: WorkContext

  /// Where the file of a path lies; the path itself unless an archive is in the way.
  ///
  /// - Throws: ``FileReadingError`` if it is not there; `WorkCancelled`.
  func location(of path: String) throws -> FileLocation {
    guard let archive = archive(around: path) else { return FileLocation(path) }
    let unpacking = try Unpacking(limits, reader: reader, context: context)
    var packed = [FileLocation(archive)]
    while !packed.isEmpty {
      let members = try unpacking.unpack(packed).members
      if let found = members.first(where: { $0.path == path && !Self.isPacked($0) }) {
        return found
      }
      packed = members.filter(Self.isPacked)
    }
    throw FileReadingError.system(ENOENT)
  }

  /// The file of the file system that a path leads into; nil if it is no archive.
  private func archive(around path: String) -> String? {
    var ends = path.indices.filter { path[$0] == "/" && $0 != path.startIndex }
    ends.append(path.endIndex)
    for end in ends {
      let prefix = String(path[..<end])
      // The first that is no folder: what follows is a name in it, or there is nothing.
      guard let file = try? ByteSource.file(prefix).open() else { continue }
      let start = (try? file.bytes(at: 0, count: PackedKind.bytesNeeded)) ?? []
      return PackedKind(start)?.isUnpacked == true ? prefix : nil
    }
    return nil
  }

  private static func isPacked(_ location: FileLocation) -> Bool {
    guard let file = try? location.source.open(),
      let start = try? file.bytes(at: 0, count: PackedKind.bytesNeeded)
    else { return false }
    return PackedKind(start) != nil
  }
}
