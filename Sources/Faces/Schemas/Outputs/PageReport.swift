/// What `report --json` prints.
public struct PageReport: Encodable, Hashable, Sendable {
  /// A page that was written.
  public struct Output: Encodable, Hashable, Sendable {
    /// The file.
    public let path: String
    /// How many volumes it shows.
    public let volumes: Int
  }

  /// The page.
  public let outputs: [Output]
  /// That there is no volume; absent if all is well.
  public let error: FailureJSON?

  /// Tells of a page.
  public init(path: String, volumes: Int, error: FailureJSON?) {
    outputs = [Output(path: path, volumes: volumes)]
    self.error = error
  }
}
