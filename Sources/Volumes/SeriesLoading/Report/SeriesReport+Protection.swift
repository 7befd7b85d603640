import Files

extension SeriesReport {
  /// Protects the files that were read: those of volumes, and others that are images or were named.
  ///
  /// Files of other kinds that lie below a folder, such as results of an earlier run, may be replaced.
  ///
  /// - Parameter inputs: The files and folders that were named.
  func protect(_ inputs: [String]) {
    guard let files = ProtectedFiles.current else { return }
    let others = skipped.filter { !Self.unread.contains($0.code) }.map(\.path)
    files.add(files: inputs + volumes.flatMap(\.paths) + others, folders: inputs)
  }

  /// What a search of a folder passes by.
  private static let unread: Set<SkippedFile.Code> = [
    .unreadable, .missingFile, .emptyFile, .volumeFile, .notDICOM,
  ]
}
