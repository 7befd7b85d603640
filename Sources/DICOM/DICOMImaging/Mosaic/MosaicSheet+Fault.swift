public import Faults

extension MosaicSheet.Problem: Fault {
  /// One line for people.
  public var description: String {
    switch self {
    case .tiles(let what): what
    case .plane(.plane): "the sheet of tiles has a place"
    case .plane(.missing(let name)): "\(name) is missing"
    case .plane(.malformed(let name)): "\(name) makes no sense"
    }
  }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .tiles: "mosaic-tiles"
    case .plane: "mosaic-plane"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind { .badInput }
}
