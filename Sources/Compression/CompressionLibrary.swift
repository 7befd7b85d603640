import CZlib

/// The library that deflates and inflates.
public enum CompressionLibrary {
  /// Name and version of zlib as it is loaded.
  public static var version: (name: String, version: String) {
    // SAFETY: zlib returns a constant.
    unsafe ("zlib", String(cString: zlibVersion()))
  }
}
