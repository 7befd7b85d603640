/// What results call the program that made them.
public struct SoftwareName: Codable, Hashable, Sendable {
  /// The name.
  public var name: String
  /// The version.
  public var version: String

  /// Names a program.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}
