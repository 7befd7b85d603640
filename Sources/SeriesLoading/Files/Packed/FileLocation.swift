/// Where the bytes of a file are: at its path, or unpacked from an archive.
struct FileLocation: Sendable {
  /// The path as it is told; of a file in an archive the archive's path and its name there.
  let path: String
  /// The unpacked bytes; nil if the file lies at its path.
  let member: MemberStore.Member?
  /// How many archives lie around it.
  let depth: Int

  /// A file of the file system.
  init(_ path: String) {
    self.path = path
    member = nil
    depth = 0
  }

  /// A file unpacked from another one.
  init(_ path: String, member: MemberStore.Member, in packed: FileLocation) {
    self.path = path
    self.member = member
    depth = packed.depth + 1
  }
}
