public import Faults

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Voxels that memory has no room for cannot lie on the disk either.
public enum ScratchError: Fault, Hashable {
  /// The disk has less room than is needed, in bytes.
  case full(folder: String, needed: Int, available: Int)
  /// The folder is part of memory (tmpfs), where room on a disk is needed.
  case inMemory(folder: String)
  /// There is no such folder, or nothing can be made there; the system's code says why.
  case unusable(folder: String, code: Int32)

  /// One line for people.
  public var description: String {
    switch self {
    case .full(let folder, let needed, let available):
      "this needs more memory than is allowed, or \(ByteAmount(needed)) on a disk: "
        + "\(folder) has \(ByteAmount(available))"
    case .inMemory(let folder):
      "\(folder) lies in memory itself: volumes that memory has no room for need a disk"
    case .unusable(let folder, let code):
      "\(folder) cannot hold volumes that memory has no room for: \(Self.text(code))"
    }
  }

  private static func text(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// A stable word for the reason.
  public var code: FaultCode {
    switch self {
    case .full: "scratch-full"
    case .inMemory: "scratch-in-memory"
    case .unusable: "scratch-unusable"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch self {
    case .full: .overLimit
    case .inMemory: .wrongRequest
    case .unusable: .cannotCreate
    }
  }

  /// Where it is.
  public var place: FaultPlace {
    switch self {
    case .full(let folder, _, _), .inMemory(let folder), .unusable(let folder, _):
      FaultPlace(path: folder)
    }
  }

  /// What can be done about it.
  public var remedies: [Remedy] {
    switch self {
    case .full: [.chooseScratch, .raiseMemoryLimit, .askForLess]
    case .inMemory, .unusable: [.chooseScratch]
    }
  }
}
