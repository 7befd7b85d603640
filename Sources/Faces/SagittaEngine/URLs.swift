public import WorkScheduling

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

// A place is a path or a file URL, whichever a program has; both mean the same file.

extension VolumeLoader {
  /// Loads every volume below a folder, or of one file; as for a URL.
  ///
  /// - Throws: As ``load(from:context:)-(URL,_)``.
  public func load(
    from path: String, context: WorkContext = WorkContext()
  ) async throws -> Study {
    try await load(from: URL(filePath: path), context: context)
  }

  /// Looks at every file's header and plans the volumes; as for paths.
  ///
  /// - Throws: As `scan(_:context:)` of paths.
  public func scan(
    _ urls: [URL], context: WorkContext = WorkContext()
  ) throws -> SeriesReport {
    try scan(urls.map { $0.path(percentEncoded: false) }, context: context)
  }

  /// Loads every volume of some files and folders, and waits for it; as for paths.
  ///
  /// - Throws: As `loadAll(_:context:)` of paths.
  public func loadAll(
    _ urls: [URL], context: WorkContext = WorkContext()
  ) throws -> Study {
    try loadAll(urls.map { $0.path(percentEncoded: false) }, context: context)
  }
}

extension Raster {
  /// Writes a picture file; as for a path.
  ///
  /// - Throws: `ImageFileError`, `FileWritingError`.
  public func write(to url: URL, as encoding: ImageEncoding? = nil) throws {
    try write(to: url.path(percentEncoded: false), as: encoding)
  }
}

extension Volume {
  /// Writes the volume as one file, whose extension names the format: `.nii.gz`, `.nrrd`, `.npy`, ….
  ///
  /// - Throws: `VolumeFileError`, `FileWritingError`, `WorkCancelled`.
  public func write(to url: URL, context: WorkContext = WorkContext()) throws {
    try write(to: url.path(percentEncoded: false), context: context)
  }

  /// Writes the volume as one file, whose extension names the format: `.nii.gz`, `.nrrd`, `.npy`, ….
  ///
  /// - Throws: `VolumeFileError`, `FileWritingError`, `WorkCancelled`.
  public func write(to path: String, context: WorkContext = WorkContext()) throws {
    try VolumeFileWriter().write(
      self, to: path, as: VolumeFileFormat(fileName: path), context: context)
  }
}

extension StoredImage {
  /// Opens a file and reads its header; as for a path.
  ///
  /// - Throws: `StoredImageError`.
  public init(url: URL, decoders: FrameDecoders = .standard) throws(StoredImageError) {
    try self.init(path: url.path(percentEncoded: false), decoders: decoders)
  }
}
