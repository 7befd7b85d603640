import CJPEG

/// The libraries that encode pictures.
public enum ImageLibraries {
  /// Name and version of libjpeg-turbo as it was compiled against; PNG and GIF need none to be
  /// named here.
  public static var versions: [(name: String, version: String)] {
    // SAFETY: the function returns a constant.
    unsafe [("libjpeg-turbo", String(cString: sagitta_jpeg_version()))]
  }
}
