public import Faults

extension FileWritingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .folderMissing: "folder-missing"
    case .notAFolder: "not-a-folder"
    case .isAFolder: "is-a-folder"
    case .notPermitted: "not-permitted"
    case .readOnlyFileSystem: "read-only-file-system"
    case .unusableName: "unusable-name"
    case .diskFull: "disk-full"
    case .tooLarge: "file-too-large"
    case .system: "cannot-write"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { stage == .cannotCreate ? .cannotCreate : .ioFailed }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(path: path) }
}
