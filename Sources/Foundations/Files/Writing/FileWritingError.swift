/// A file could not be written; nothing unfinished was left behind.
public struct FileWritingError: Error, Hashable, CustomStringConvertible {
  /// How far the writing came.
  public enum Stage: Hashable, Sendable {
    /// Nothing was written (exit code 73).
    case cannotCreate
    /// Some bytes were written before it failed (exit code 74).
    case failedMidway
  }

  /// What stood in the way.
  public enum Reason: Hashable, Sendable {
    /// A folder of the path does not exist.
    case folderMissing(String)
    /// A part of the path that should be a folder is a file.
    case notAFolder(String)
    /// The path itself names a folder.
    case isAFolder
    /// The path names a file that is not to be replaced.
    case isThere
    /// The file is being read, or the folder searched for what is read.
    case isAnInput
    /// The file or its folder may not be written.
    case notPermitted
    /// The file system is mounted read-only.
    case readOnlyFileSystem
    /// The path is empty, too long, or holds a NUL.
    case unusableName
    /// The disk or the user's share of it is full.
    case diskFull
    /// The file would be larger than the process or the file system allows.
    case tooLarge
    /// Another failure, with the system's error number.
    case system(Int32)
  }

  /// How far the writing came.
  public let stage: Stage
  /// What stood in the way.
  public let reason: Reason
  /// The file that was asked for.
  public let path: String

  /// Creates an error.
  public init(_ stage: Stage, reason: Reason, path: String) {
    self.stage = stage
    self.reason = reason
    self.path = path
  }

  /// One line for people: what, where, and what to do.
  public var description: String {
    let name = path.isEmpty ? "a file without a name" : path
    return stage == .cannotCreate
      ? "cannot create \(name): \(reason)"
      : "writing \(name) failed midway, nothing is left of it: \(reason)"
  }
}

extension FileWritingError.Reason: CustomStringConvertible {
  /// The cause and the way out.
  public var description: String {
    switch self {
    case .folderMissing(let folder): "the folder \(folder) does not exist; create it first"
    case .notAFolder(let file): "\(file) is a file, not a folder; choose another place"
    case .isAFolder: "it is a folder; name a file in it"
    case .isThere: "it is there already; choose another name, or have it replaced"
    case .isAnInput: "it is being read, and would be lost; choose another place"
    case .notPermitted: "no permission to write there; choose another place"
    case .readOnlyFileSystem: "the file system is read-only; choose another place"
    case .unusableName: "the name is empty, too long, or holds a NUL; choose another"
    case .diskFull: "the disk is full; free some space or choose another place"
    case .tooLarge: "it exceeds the largest file allowed there; raise the limit (ulimit -f)"
    case .system(let code): "\(systemMessage(code)); try again or choose another place"
    }
  }
}
