import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder that receives numbered files, `axial-0001.png` and so on, or files that are named by a
/// pattern: all of them or none.
struct OutputFolder: Sendable {
  let path: String

  /// Prepares a folder: makes it if it is not there, and refuses one that holds older files
  /// of the same kinds.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - kinds: The words before the number of the files to come.
  ///   - fileExtension: Their extension, with its dot.
  ///   - force: Whether older files of the same kinds may be replaced. Those that are not
  ///     written anew are removed by ``finish()``.
  /// - Throws: ``OutputError``, `FileWritingError`.
  init(_ path: String, kinds: [String], fileExtension: String, force: Bool) throws {
    self.path = path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    older = names.filter { name in
      kinds.contains { Self.isNumbered(name, kind: $0, ending: fileExtension) }
    }
    if let first = older.min(), !force {
      throw OutputError(.cannotCreate) { [count = older.count] name in
        "\(path) already holds \(count) such file\(count == 1 ? "" : "s") "
          + "(\(first)); choose another folder or replace them with \(name("force"))"
      }
    }
    files = try StagedFiles(in: path)
  }

  /// Prepares a folder for files of these names.
  ///
  /// - Parameters:
  ///   - names: A folder, as above, or a pattern in which a volume's words are filled in.
  ///   - files: What the files show: kind and number, in order.
  ///   - fileExtension: Their extension, with its dot.
  ///   - force: Whether older files may be replaced.
  /// - Returns: The folder, and the place of each file.
  /// - Throws: ``OutputError``, `FileWritingError`.
  static func prepared(
    _ names: OutputNames, for files: [(kind: String, index: Int)], fileExtension: String,
    force: Bool
  ) throws -> (folder: OutputFolder, files: [File]) {
    switch names {
    case .folder(let path):
      let folder = try OutputFolder(
        path, kinds: Array(Set(files.map(\.kind))), fileExtension: fileExtension, force: force)
      return (
        folder, files.map { folder.file(PlaneItem.name($0.kind, number: $0.index) + fileExtension) }
      )
    case .pattern(let pattern):
      var taken: Set<String> = []
      let paths = files.map { file in
        SafeFileName.unique(
          pattern.filled(plane: file.kind, index: file.index), among: &taken) + fileExtension
      }
      let folder = try OutputFolder(filesAt: paths, force: force)
      return (folder, paths.map { folder.file(URL(filePath: $0).lastPathComponent) })
    }
  }

  /// Prepares the folder of files that lie in the same one and are named one by one.
  ///
  /// - Throws: ``OutputError`` if one of them is there and `force` does not allow to replace it.
  init(filesAt paths: [String], force: Bool) throws {
    if !force, let there = paths.first(where: FileManager.default.fileExists(atPath:)) {
      throw OutputError.exists(there)
    }
    let parts = paths[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
    path = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
    isHere = parts.isEmpty
    older = []
    files = try StagedFiles(in: path)
  }

  /// Whether the files have no folder in their paths.
  private var isHere = false

  /// Files of the same kinds that were there before.
  private let older: [String]
  private let files: StagedFiles

  /// A file of the folder: what it is called, and where it is written until all are there.
  struct File: Sendable {
    let path: String
    let stagedPath: String
  }

  /// The file of a name.
  func file(_ name: String) -> File {
    File(path: isHere ? name : Self.join(path, name: name), stagedPath: files.path(of: name))
  }

  /// Gives the files their places, and removes older ones of the same kinds that were not
  /// written anew, so that no folder mixes two runs.
  func finish() throws { try Self.finish([self]) }

  /// As for one, for several folders: all of their files get their places, or none.
  static func finish(_ folders: [OutputFolder]) throws {
    try StagedFiles.commit(folders.map { StagedFiles.Change($0.files, obsolete: $0.older) })
  }

  /// Removes what was written; older files stay.
  func discard() { files.discard() }

  static func join(_ folder: String, name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Whether a name is `kind-` four or more digits and the extension.
  private static func isNumbered(_ name: String, kind: String, ending: String) -> Bool {
    guard name.hasPrefix(kind + "-"), name.hasSuffix(ending) else { return false }
    let digits = name.dropFirst(kind.count + 1).dropLast(ending.count)
    return digits.count >= 4 && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
