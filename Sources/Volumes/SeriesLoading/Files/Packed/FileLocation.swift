import Files

/// The bytes of a file, and how many archives lie around it.
///
/// The path is told as the archive's path and the file's name there.
struct FileLocation: Sendable {
  /// The bytes: where the file lies, or unpacked from an archive.
  let source: ByteSource
  /// How many archives lie around it.
  let depth: Int

  /// The path as it is told.
  var path: String { source.name }

  /// Bytes that lie in no archive.
  init(_ source: ByteSource) {
    self.source = source
    depth = 0
  }

  /// A file of the file system.
  init(_ path: String) {
    self.init(.file(path))
  }

  /// A file unpacked from another one.
  init(_ source: ByteSource, in packed: FileLocation) {
    self.source = source
    depth = packed.depth + 1
  }
}
