public import Files
public import VolumeModel

extension Raster {
  /// Returns the bytes of a picture file; the same picture gives the same bytes.
  ///
  /// - Parameter encoding: The kind of file and its quality.
  /// - Returns: The bytes, without text or time.
  /// - Throws: ``ImageFileError``.
  public func encoded(as encoding: ImageEncoding) throws(ImageFileError) -> [UInt8] {
    switch encoding.format {
    case .png: try pngBytes()
    case .jpeg: try jpegBytes(quality: encoding.quality)
    case .gif: try gifBytes()
    case .apng: try apngBytes()
    case .mp4: throw .needsFrames(.mp4)
    }
  }

  /// Writes a picture file, beside its final name first and renamed when it is complete.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - encoding: The kind of file; nil takes the one that the extension names.
  /// - Throws: ``ImageFileError``, `FileWritingError`.
  public func write(to path: String, as encoding: ImageEncoding? = nil) throws {
    try write(to: ByteSink.file(path), as: encoding)
  }

  /// Writes the bytes of a picture file into a sink.
  ///
  /// - Parameters:
  ///   - sink: Where they go.
  ///   - encoding: The kind of file; nil takes the one that the extension of the sink's name names.
  /// - Throws: ``ImageFileError``, `FileWritingError`, what the sink's function throws.
  public func write(to sink: ByteSink, as encoding: ImageEncoding? = nil) throws {
    let encoding = try encoding ?? ImageEncoding(ImageFileFormat(fileName: sink.name))
    try sink.write(encoded(as: encoding))
  }
}
