#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import DICOMModel
import Files

/// The files that a DICOMDIR lists (PS3.3 F.3).
struct FileSetDirectory: Sendable {
  /// The DICOMDIR.
  let path: String
  /// The components of each file's path, from the DICOMDIR's folder.
  let references: [[String]]

  /// Reads the records, in whatever order they lie and whatever their offsets say.
  init(path: String, dataSet: DataSet) {
    self.path = path
    references = (dataSet.items(.directoryRecordSequence) ?? []).compactMap { record in
      // A record that is no longer in use stays in the file until it is rewritten.
      guard record.integer(Self.recordInUseFlag) != 0,
        let components = record.strings(.referencedFileID), !components.isEmpty
      else { return nil }
      return components
    }
  }

  /// Record In-use Flag, VR US: 0 for a record that was taken out.
  private static let recordInUseFlag = Tag(0x0004, 0x1410)

  /// Looks for the files; discs and copies of them differ in the case of names.
  func resolve() -> (found: [String], missing: [SkippedFile]) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var names = FolderNames()
    var found: [String] = []
    var missing: [SkippedFile] = []
    for components in references {
      if let file = names.file(components, below: folder) {
        found.append(file)
      } else {
        missing.append(
          SkippedFile(
            path: folder + components.joined(separator: "/"), code: .missingFile,
            message: "listed in \(path), but not there"))
      }
    }
    return (found, missing)
  }
}

/// Finds files whatever the case of their names, and with the version that discs add.
private struct FolderNames {
  /// The names in a folder by their plain form.
  private var folders: [String: [String: String]] = [:]

  /// The path of a file below a folder, or nil if it is not there.
  mutating func file(_ components: [String], below folder: String) -> String? {
    // File IDs hold no separators and never lead upwards (PS3.10 8.2); some writers put both
    // kinds of slashes into them, and a dot before.
    let components = components.flatMap { $0.split(separator: "/").map(String.init) }
      .filter { $0 != "." }
    guard !components.isEmpty,
      components.allSatisfy({ !$0.isEmpty && !$0.contains("/") && $0 != ".." && $0 != "." })
    else { return nil }
    let exact = folder + components.joined(separator: "/")
    if unsafe FileNameText.withPath(exact, body: { unsafe access($0, F_OK) }) == 0 { return exact }
    var path = folder
    for component in components {
      let plain = Self.plain(component)
      guard let name = names(in: path)[plain] ?? names(in: path)[plain + Self.ending] else {
        return nil
      }
      path += path.isEmpty || path.hasSuffix("/") ? name : "/" + name
    }
    return path
  }

  private mutating func names(in folder: String) -> [String: String] {
    if let known = folders[folder] { return known }
    let entries = FileCollector.entries(of: folder.isEmpty ? "." : folder)?.names ?? []
    // Of names that differ in case only the first in order is taken.
    let names = Dictionary(
      entries.map(\.name).sorted().map { (Self.plain($0), $0) }, uniquingKeysWith: { a, _ in a })
    folders[folder] = names
    return names
  }

  /// What copying programs add to the names of a disc's files.
  private static let ending = ".DCM"

  /// Upper case, without `;1` and a dot at the end.
  private static func plain(_ name: String) -> String {
    var plain = name.uppercased()
    if plain.hasSuffix(";1") { plain.removeLast(2) }
    if plain.hasSuffix(".") { plain.removeLast() }
    return plain
  }
}
