public import Foundation

// A place is a path or a file URL, whichever a program has; both mean the same file.

extension VolumeLoader {
  /// Loads every volume below a folder, or of one file; as for a URL.
  ///
  /// - Throws: As ``load(from:)-(URL)``.
  public func load(from path: String) async throws -> Study {
    try await load(from: URL(filePath: path))
  }

  /// Looks at every file's header and plans the volumes; as for paths.
  ///
  /// - Throws: As `scan(_:)` of paths.
  public func scan(_ urls: [URL]) throws -> SeriesReport {
    try scan(urls.map { $0.path(percentEncoded: false) })
  }

  /// Loads every volume of some files and folders, and waits for it; as for paths.
  ///
  /// - Throws: As `loadAll(_:)` of paths.
  public func loadAll(_ urls: [URL]) throws -> Study {
    try loadAll(urls.map { $0.path(percentEncoded: false) })
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
  /// - Throws: `VolumeFileError`, `FileWritingError`.
  public func write(to url: URL) throws { try write(to: url.path(percentEncoded: false)) }

  /// Writes the volume as one file, whose extension names the format: `.nii.gz`, `.nrrd`, `.npy`, ….
  ///
  /// - Throws: `VolumeFileError`, `FileWritingError`.
  public func write(to path: String) throws {
    try VolumeFileWriter().write(self, to: path, as: VolumeFileFormat(fileName: path))
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
