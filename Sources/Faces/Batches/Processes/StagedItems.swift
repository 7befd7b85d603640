import Files
import SagittaEngine

/// Folders of items that are being worked on: beside their places, which they get when they are complete.
struct StagedItems: Sendable {
  /// The folder of the batch.
  let folder: String

  // As stages of single files, so that no text of a result names them (`StagedFiles.withoutStages`).
  private var stage: String { "\(folder)/.sagitta-batch-s.part" }
  private var older: String { "\(folder)/.sagitta-older-s.part" }

  /// Where the outputs of an item go for now.
  func path(of item: String) -> String { "\(stage)/\(item)" }

  /// Makes an empty folder for the outputs of an item.
  ///
  /// - Throws: `FileWritingError`.
  func begin(_ item: String) throws(FileWritingError) {
    discard(item)
    try Folders.make(path(of: item))
  }

  /// Gives the outputs of an item their place; those of an earlier run go.
  ///
  /// - Throws: `FileWritingError`.
  func commit(_ item: String) throws(FileWritingError) {
    let place = "\(folder)/\(item)"
    let aside = "\(older)/\(item)"
    // A folder that is not empty cannot be replaced in one call.
    let isThere = Folders.isFolder(place)
    if isThere {
      try Folders.make(older)
      Folders.remove(aside)
      _ = Folders.rename(place, to: aside)
    }
    let code = Folders.rename(path(of: item), to: place)
    guard code == 0 else {
      _ = Folders.rename(aside, to: place)
      throw FileWritingError(.failedMidway, reason: .system(code), path: place)
    }
    if isThere { Folders.remove(aside) }
  }

  /// Takes away what an item left.
  func discard(_ item: String) { Folders.remove(path(of: item)) }

  /// Takes away what earlier runs left of some items, and the stages themselves if nothing is in them.
  func sweep(where isMine: (String) -> Bool) {
    for item in Folders.names(in: older) where isMine(item) {
      // What was put aside is all there is of an item if the machine ended in between.
      if !Folders.isFolder("\(folder)/\(item)") {
        _ = Folders.rename("\(older)/\(item)", to: "\(folder)/\(item)")
      }
      Folders.remove("\(older)/\(item)")
    }
    for item in Folders.names(in: stage) where isMine(item) { discard(item) }
    for path in [stage, older] { Folders.removeIfEmpty(path) }
  }
}
