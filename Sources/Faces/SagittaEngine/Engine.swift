import Compression
import ImageFiles

/// The engine as a whole.
public enum Engine {
  /// The version, as semantic versioning has it.
  public static let version = "0.1.0"

  /// Name and version of each C library in use.
  public static var libraries: [(name: String, version: String)] {
    ImageLibraries.versions + CompressionLibrary.versions
  }
}
