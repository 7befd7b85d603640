public import Faults

extension FileWritingError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .folderMissing: "folder-missing"
    case .notAFolder: "not-a-folder"
    case .isAFolder: "is-a-folder"
    case .isThere: "output-exists"
    case .isAnInput: "output-is-input"
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

  /// An input is replaced only if somebody says so.
  public var remedies: [Remedy] { [.isThere, .isAnInput].contains(reason) ? [.replaceOutput] : [] }

  /// Where it is.
  public var place: FaultPlace { FaultPlace(path: path) }
}
