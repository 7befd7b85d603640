/// The folders of a run whose files get their places together.
final class OutputBatch {
  private let isImmediate: Bool
  private var folders: [OutputFolder] = []

  /// Waits until all folders are written.
  init() { isImmediate = false }

  private init(isImmediate: Bool) { self.isImmediate = isImmediate }

  /// Every folder for itself, as soon as it is written.
  static var immediate: OutputBatch { OutputBatch(isImmediate: true) }

  // From the last one on: it may lie in a folder that was made for the first one.
  deinit { for folder in folders.reversed() { folder.discard() } }

  /// Takes a folder, whose files are written before ``finish()``.
  func add(_ folder: OutputFolder) throws {
    folders.append(folder)
    if isImmediate { try finish() }
  }

  /// Takes over the folders of another batch, which has none then.
  func adopt(_ other: OutputBatch) {
    folders += other.folders
    other.folders = []
  }

  /// Gives the files of all folders their places, or none.
  func finish() throws {
    try OutputFolder.finish(folders)
    folders = []
  }
}
