/// Why a phantom could not be made or written.
public enum PhantomError: Error, Hashable, CustomStringConvertible {
  /// A parameter is out of range; says which one and what is allowed.
  case badParameter(String)
  /// The folder holds files and may not be touched.
  case folderNotEmpty(String)
  /// A file or folder could not be written; says which one and what the system said.
  case cannotWrite(path: String, reason: String)

  /// One line for people.
  public var description: String {
    switch self {
    case .badParameter(let text): text
    case .folderNotEmpty(let path): "\(path) is not empty; nothing was written"
    case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
    }
  }
}
