import Foundation
import Sagitta

/// A folder that receives numbered files, `axial-0001.png` and so on.
struct OutputFolder {
  let path: String

  /// Prepares a folder: makes it if it is not there, and refuses one that holds older files
  /// of the same kinds.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - kinds: The words before the number of the files to come.
  ///   - fileExtension: Their extension, with its dot.
  ///   - force: Whether older files of the same kinds may be replaced. Those that are not
  ///     written anew are removed by ``removeLeftovers(written:)``.
  /// - Throws: ``RefusedError``.
  init(_ path: String, kinds: [String], fileExtension: String, force: Bool) throws {
    self.path = path
    try Self.create(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    older = names.filter { name in
      kinds.contains { Self.isNumbered(name, $0, fileExtension) }
    }
    if let first = older.min(), !force {
      throw RefusedError(
        .cannotCreate,
        "\(path) already holds \(older.count) such file\(older.count == 1 ? "" : "s") "
          + "(\(first)); choose another folder or replace them with --force")
    }
  }

  /// Files of the same kinds that were there before.
  private let older: [String]

  /// The path of a file in the folder.
  func file(_ name: String) -> String { Self.join(path, name) }

  /// Removes older files of the same kinds that were not written anew, so that no folder
  /// mixes two runs.
  func removeLeftovers(written: [String]) throws {
    let kept = Set(written)
    for name in older where !kept.contains(file(name)) {
      try FileManager.default.removeItem(atPath: file(name))
    }
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  private static func create(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let reason =
        cause.map { unsafe String(cString: strerror(Int32($0.code))) }
        ?? "a part of the path is not a folder"
      throw RefusedError(
        .cannotCreate, "cannot create the folder \(path): \(reason); choose another place")
    }
  }

  /// Whether a name is `kind-` four or more digits and the extension.
  private static func isNumbered(_ name: String, _ kind: String, _ ending: String) -> Bool {
    guard name.hasPrefix(kind + "-"), name.hasSuffix(ending) else { return false }
    let digits = name.dropFirst(kind.count + 1).dropLast(ending.count)
    return digits.count >= 4 && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
