public import Faults

extension PhantomError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .badParameter: "bad-parameter"
    case .folderNotEmpty: "folder-not-empty"
    case .cannotWrite: "cannot-write"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .badParameter: .wrongRequest
    case .folderNotEmpty, .cannotWrite: .cannotCreate
    }
  }

  /// Where it is.
  public var place: FaultPlace {
    switch self {
    case .badParameter: FaultPlace()
    case .folderNotEmpty(let path), .cannotWrite(let path, _): FaultPlace(path: path)
    }
  }
}
