import SagittaEngine

extension OutputTarget {
  /// The place of DICOM objects.
  ///
  /// - Throws: ``OutputError`` for a format of other files, and for names by a pattern.
  package init(dicomAt path: String, format: String?) throws {
    guard format == nil else {
      throw OutputError { name in "\(name("format")) is for pictures and values, not DICOM" }
    }
    switch try OutputPath(path) {
    case .nameless: throw Self.nameless
    case .folder: self = .dicom(path: path, isFolder: true)
    case .device: self = .dicom(path: path, isFolder: false)
    case .standardOutput: self = .dicom(path: Self.standardOutput, isFolder: false)
    case .pattern:
      throw OutputError { _ in "names by a pattern are for pictures and values, not DICOM" }
    case .file:
      guard path.lowercased().hasSuffix(".dcm") else {
        throw OutputError { _ in
          "\(path): DICOM goes into a folder, or one image into a .dcm file"
        }
      }
      self = .dicom(path: path, isFolder: false)
    }
  }

  private static var nameless: OutputError {
    OutputError { name in "\(name("output")) needs a file or a folder" }
  }

  /// Reads what a path and the word of a format ask for.
  ///
  /// A path that ends in a slash, names a folder that is there, or has no extension is a
  /// folder. Folders, devices and standard output (`-`) hold the usual format unless `format`
  /// names another.
  package init(_ path: String, format: String?, default standard: String = "png") throws {
    switch try OutputPath(path) {
    case .nameless: throw Self.nameless
    case .folder:
      self = try Self.one(format ?? standard) {
        .pictures(folder: .folder(path), $0)
      } values: {
        .valueFiles(folder: .folder(path), $0)
      }
      try checkFolder()
    case .device, .standardOutput:
      let path = path == "-" ? Self.standardOutput : path
      self = try Self.one(format ?? standard) {
        .picture(path: path, $0)
      } values: {
        .values(path: path, $0)
      }
    case .pattern(let pattern):
      self = try Self.named(pattern, format: format)
    case .file:
      if format == "apng", path.lowercased().hasSuffix(".png") {
        self = .picture(path: path, .apng)
        return
      }
      guard format == nil else {
        throw Self.formatOfFile(path)
      }
      if let format = try? ImageFileFormat(fileName: path) {
        self = .picture(path: path, format)
      } else if let format = try? VolumeFileFormat(fileName: path) {
        self = .values(path: path, format)
      } else {
        throw Self.unknownExtension(path)
      }
    }
  }

  private static func unknownExtension(_ path: String) -> OutputError {
    OutputError { _ in
      "\(path): unknown extension; pictures are \(list(ImageFileFormat.extensions)), "
        + "values \(list(VolumeFileFormat.extensions)), and a folder ends in /"
    }
  }

  private static func formatOfFile(_ path: String) -> OutputError {
    OutputError { name in
      "\(name("format")) is for folders; the extension of \(path) says the format"
    }
  }

  /// Files that a pattern names; its extension says the format.
  private static func named(_ pattern: NamePattern, format: String?) throws -> OutputTarget {
    guard format == nil else {
      throw formatOfFile(pattern.path)
    }
    let path = pattern.path.lowercased()
    let endings = ImageFileFormat.extensions + VolumeFileFormat.extensions
    // The longest: .nii.gz is no .gz.
    guard let ending = endings.filter(path.hasSuffix).max(by: { $0.count < $1.count }),
      let stem = try NamePattern(parsing: String(pattern.path.dropLast(ending.count)))
    else { throw unknownExtension(pattern.path) }
    return try one(String(ending.dropFirst())) {
      .pictures(folder: .pattern(stem), $0)
    } values: {
      .valueFiles(folder: .pattern(stem), $0)
    }
  }

  /// A sequence is a file of its own, which a folder of pictures has no name for.
  private func checkFolder() throws {
    guard case .pictures(.folder(let path), let format) = self, format.isSequence else { return }
    throw OutputError { name in
      "\(path): a sequence is one file; name it, as \(name("output")) NAME\(format.extensions[0])"
    }
  }

  /// The target of a format that a word names.
  private static func one(
    _ format: String, pictures: (ImageFileFormat) -> OutputTarget,
    values: (VolumeFileFormat) -> OutputTarget
  ) throws -> OutputTarget {
    let name = "." + format
    if let format = try? ImageFileFormat(fileName: name) { return pictures(format) }
    if let format = try? VolumeFileFormat(fileName: name) { return values(format) }
    let known = ImageFileFormat.extensions + VolumeFileFormat.extensions
    throw OutputError { name in
      "\(name("format")) \(format) is unknown; known are "
        + list(known.map { String($0.dropFirst()) })
    }
  }

  private static func list(_ words: [String]) -> String { words.joined(separator: " ") }
}
