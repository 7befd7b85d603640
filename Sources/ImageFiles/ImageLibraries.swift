import CJPEG
import CPNG

/// The libraries that encode pictures.
public enum ImageLibraries {
  /// Name and version of each: libpng as it is loaded, libjpeg-turbo as it was compiled against.
  public static var versions: [(name: String, version: String)] {
    // SAFETY: both functions return constants of their libraries.
    unsafe [
      ("libpng", String(cString: sagitta_png_version())),
      ("libjpeg-turbo", String(cString: sagitta_jpeg_version())),
    ]
  }
}
