import CUnpacking
import CZlib

/// The libraries that deflate and inflate.
public enum CompressionLibrary {
  /// Name and version of zlib and Zstandard as they are loaded, and of ISA-L as it was compiled against.
  public static var versions: [(name: String, version: String)] {
    // SAFETY: all return constants.
    unsafe [
      ("zlib", String(cString: zlibVersion())),
      ("ISA-L", String(cString: sagitta_igzip_version())),
      ("Zstandard", String(cString: sagitta_zstd_version())),
    ]
  }
}
