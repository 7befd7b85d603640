import Files

extension VolumeFileWriter {
  /// Writes voxels into a file of their own and then the header that names it.
  ///
  /// The header takes its name last: whoever sees it finds its voxels there.
  ///
  /// - Parameters:
  ///   - sink: The header, an ordinary file; its extension gives way to `ending` for the voxels.
  ///   - ending: The extension of the file of voxels.
  ///   - header: Makes the header from the name of the other file and its size.
  ///   - voxels: Writes the voxels and returns their size in bytes.
  /// - Throws: ``VolumeFileError/Reason/needsTwoFiles``, `FileWritingError`, what the two throw.
  func writeDetached(
    to sink: ByteSink, ending: String, header: (_ name: String, _ count: Int) throws -> [UInt8],
    voxels: (inout ByteWriter) throws -> Int
  ) throws {
    var headerFile = try sink.open()
    guard headerFile.isFile else {
      throw VolumeFileError(.needsTwoFiles, path: sink.name)
    }
    let dataPath = Self.dataPath(of: sink.name, ending: ending)
    var dataFile = try ByteSink.file(dataPath).open()
    let count = try voxels(&dataFile)
    let name = dataPath.lastIndex(of: "/").map { dataPath[dataPath.index(after: $0)...] }
    try headerFile.write(header(name.map(String.init) ?? dataPath, count))
    try dataFile.finish()
    try headerFile.finish()
  }

  /// `a/b.mhd` → `a/b.raw`.
  private static func dataPath(of path: String, ending: String) -> String {
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let stem = path[name...].lastIndex(of: ".").map { path[..<$0] } ?? path[...]
    return stem + ending
  }
}
