/// What a scan of an archive's folders found.
public struct ScanReport: Codable, Hashable, Sendable {
  /// Files that are there.
  public var files = 0
  /// Files that are new, or have changed, and were read.
  public var read = 0
  /// Files that are not there any more.
  public var removed = 0
}
