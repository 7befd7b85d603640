import Files
public import WorkScheduling

/// Writing derived objects to files.
public enum DerivedFiles {
  /// Makes objects and writes them, several at a time; all of them or none.
  ///
  /// The files get their places together when all are written. If one cannot be made or written,
  /// older files of the same names are untouched, and nothing new is left.
  ///
  /// - Parameters:
  ///   - paths: The file of each object, a different one for each.
  ///   - context: The workers; the bytes do not depend on their number.
  ///   - object: Makes the object of a number, from 0.
  /// - Throws: `FileWritingError`, `WriteError`, `WorkCancelled`, and what `object` throws.
  public static func write(
    to paths: [String], context: WorkContext = WorkContext(),
    object: @Sendable (Int) throws -> DerivedObject
  ) throws {
    // A single one may be a device, too.
    if paths.count == 1 { return try writeFile(try object(0).fileBytes(), to: paths[0]) }
    let places = paths.map(Self.place)
    var staged: [String: StagedFiles] = [:]
    for place in places where staged[place.folder] == nil {
      staged[place.folder] = try StagedFiles(in: place.folder)
    }
    let stages = staged
    try context.forEach(paths.count, stage: "writing") { n in
      let stage = stages[places[n].folder]
      try writeFile(
        try object(n).fileBytes(), to: stage?.path(of: places[n].name) ?? paths[n])
    }
    try StagedFiles.commit(stages.values.map { StagedFiles.Change($0) })
  }

  private static func place(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }
}
