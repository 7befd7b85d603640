public import Foundation

/// Places of this package that tests read from.
public enum Repository {
  /// The folder that holds `Package.swift`.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The sample volumes; its `README.md` says what they are.
  public static let volumes = root.appending(path: "Volumes")

  /// Small files that tests compare with.
  public static let fixtures = root.appending(path: "Tests/Fixtures")

  /// A folder or file of the extra data that a developer may have (`SAGITTA_DATA`); `nil` where it is not.
  ///
  /// A test that uses it carries `.needsData(name)`, which skips it there.
  public static func data(_ name: String) -> URL? {
    guard let folder = ProcessInfo.processInfo.environment["SAGITTA_DATA"] else { return nil }
    let url = URL(filePath: folder).appending(path: name)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
