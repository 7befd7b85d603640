public import Testing

extension Trait where Self == ConditionTrait {
  /// Skips the test where the programs of `Tests/Peers` cannot run.
  ///
  /// Where peers are required, it runs and fails.
  public static var needsPeers: Self {
    .enabled(
      if: Peers.areRequired || Peers.python != nil, "compares with peers: Tests/run --with-peers")
  }

  /// Skips the test where a command-line tool is not installed.
  ///
  /// Where peers are required, it runs and fails.
  public static func needsTool(_ name: String) -> Self {
    .enabled(
      if: Peers.areRequired || Peers.tool(name) != nil,
      "compares with \(name): Tests/run --with-peers")
  }

  /// Skips the test where the developer's extra data does not have this folder or file.
  public static func needsData(_ name: String) -> Self {
    .enabled(if: Repository.data(name) != nil, "no \(name) in SAGITTA_DATA")
  }
}
