public import Files
public import VolumeModel
public import WorkScheduling

extension Raster {
  /// Returns the bytes of a picture file; the same picture gives the same bytes.
  ///
  /// - Parameters:
  ///   - encoding: The kind of file and its quality.
  ///   - context: Whether to go on; asked between rows.
  /// - Returns: The bytes, without text or time.
  /// - Throws: ``ImageFileError``, `WorkCancelled`.
  public func encoded(
    as encoding: ImageEncoding, context: WorkContext = WorkContext()
  ) throws -> [UInt8] {
    switch encoding.format {
    case .png: try pngBytes(context: context)
    case .jpeg: try jpegBytes(quality: encoding.quality, context: context)
    case .gif: try gifBytes(context: context)
    case .apng: try apngBytes(context: context)
    case .mp4: throw ImageFileError.needsFrames(.mp4)
    }
  }

  /// Writes a picture file, beside its final name first and renamed when it is complete.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - encoding: The kind of file; nil takes the one that the extension names.
  ///   - context: Whether to go on; asked between rows.
  /// - Throws: ``ImageFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    to path: String, as encoding: ImageEncoding? = nil, context: WorkContext = WorkContext()
  ) throws {
    try write(to: ByteSink.file(path), as: encoding, context: context)
  }

  /// Writes the bytes of a picture file into a sink.
  ///
  /// - Parameters:
  ///   - sink: Where they go.
  ///   - encoding: The kind of file; nil takes the one that the extension of the sink's name names.
  ///   - context: Whether to go on; asked between rows.
  /// - Throws: ``ImageFileError``, `FileWritingError`, `WorkCancelled`, what the sink's function throws.
  public func write(
    to sink: ByteSink, as encoding: ImageEncoding? = nil, context: WorkContext = WorkContext()
  ) throws {
    let encoding = try encoding ?? ImageEncoding(ImageFileFormat(fileName: sink.name))
    try sink.write(encoded(as: encoding, context: context))
  }
}
