/// One of the names that `list --json` prints, in a list.
public struct NameJSON: Encodable, Hashable, Sendable {
  /// The name.
  public let name: String
  /// What it stands for.
  public let description: String

  /// Tells of a name.
  public init(name: String, description: String) {
    self.name = name
    self.description = description
  }
}
