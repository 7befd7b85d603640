package import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension OutputTarget {
  /// The format of value files; nil if none are written.
  package var volumeFormat: VolumeFileFormat? {
    switch self {
    case .values(_, let format), .valueFiles(_, let format): format
    case .picture, .pictures, .dicom: nil
    }
  }

  /// Whether NIfTI files are written.
  package var isNIfTI: Bool {
    volumeFormat == .nifti || volumeFormat == .niftiGzip
  }

  /// What each volume's output is called: the path itself for one, numbered folders of it for
  /// several; by a pattern, the pattern with the volume's words filled in.
  ///
  /// - Returns: A target for each volume, in their order; no two are the same.
  /// - Throws: ``OutputError`` for several volumes that share a file.
  package func each(of plans: [VolumePlan]) throws -> [OutputTarget] {
    guard plans.count == 1 || isFolder else {
      throw OutputError { name in
        "\(name("volume")) all needs a folder for \(name("output")), where every volume gets its own, "
          + "or a pattern: \(name("output")) 'DIR/{volume}-{description}.…'"
      }
    }
    guard let pattern else { return plans.map { plans.count == 1 ? self : numbered($0.id) } }
    var taken: Set<String> = []
    return plans.map { plan in
      let filled = pattern.filled(for: plan)
      let name = SafeFileName.unique(filled.path, among: &taken)
      return named(filled.appending(String(name.dropFirst(filled.path.count))))
    }
  }

  /// The pattern that names its files.
  private var pattern: NamePattern? {
    switch self {
    case .pictures(.pattern(let pattern), _), .valueFiles(.pattern(let pattern), _): pattern
    case .picture, .values, .pictures, .valueFiles, .dicom: nil
    }
  }

  /// The same with a pattern of which one volume's words are filled in: one file, if no words are
  /// left.
  private func named(_ pattern: NamePattern) -> OutputTarget {
    switch self {
    case .pictures(_, let format):
      pattern.namesPictures
        ? .pictures(folder: .pattern(pattern), format)
        : .picture(path: pattern.path + format.extensions[0], format)
    case .valueFiles(_, let format):
      pattern.namesPictures
        ? .valueFiles(folder: .pattern(pattern), format)
        : .values(path: pattern.path + format.extensions[0], format)
    case .picture, .values, .dicom: self
    }
  }

  /// Prepares the place of one file that a pattern named: its folder is made, and an older file
  /// stays unless `force` says otherwise.
  ///
  /// - Parameters:
  ///   - whole: The target before its words were filled in.
  ///   - force: Whether an older file may be replaced.
  /// - Throws: ``OutputError``, `FileWritingError`.
  package func prepareFile(of whole: OutputTarget, force: Bool) throws {
    guard whole.pattern != nil else { return }
    guard case .picture(let path, _) = self else {
      guard case .values(let path, _) = self else { return }
      return try Self.prepareFile(path, force: force)
    }
    try Self.prepareFile(path, force: force)
  }

  private static func prepareFile(_ path: String, force: Bool) throws {
    if !force, FileManager.default.fileExists(atPath: path) {
      throw OutputError.exists(path)
    }
    // An empty set of files: what is left of it is the folder.
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try StagedFiles.commit([StagedFiles.Change(try StagedFiles(in: folder))])
  }

  /// Where one volume goes; a value file in a folder is called `volume-0001`.
  ///
  /// - Parameters:
  ///   - whole: The target of all volumes, of which this one is one of ``each(of:)``.
  ///   - force: Whether older files may be replaced.
  ///   - batch: Gives the file its place.
  /// - Returns: Where to write it, and what it is called then.
  /// - Precondition: No names of pictures (``checkNamesOfVolumes()``).
  /// - Throws: What `OutputFolder` throws.
  func place(of whole: OutputTarget, force: Bool, batch: OutputBatch) throws -> VolumePlace {
    switch self {
    case .values(let path, let format) where whole.pattern != nil:
      let inside = try OutputFolder(filesAt: [path], force: force)
      try batch.add(inside)
      let file = inside.file(URL(filePath: path).lastPathComponent)
      return VolumePlace(target: .values(path: file.stagedPath, format), path: file.path)
    case .valueFiles(.pattern, _): preconditionFailure("names of pictures were refused")
    case .valueFiles(.folder(let folder), let format):
      let ending = format.extensions[0]
      let inside = try OutputFolder(
        folder, kinds: ["volume"], fileExtension: ending, force: force)
      try batch.add(inside)
      let file = inside.file("volume-0001" + ending)
      return VolumePlace(target: .values(path: file.stagedPath, format), path: file.path)
    case .picture, .pictures, .values, .dicom: return VolumePlace(self)
    }
  }
}

/// Where a volume is written, and what it is called when it is complete.
struct VolumePlace {
  let target: OutputTarget
  /// Nil if that is the target itself.
  let path: String?

  init(_ target: OutputTarget) { self.init(target: target, path: nil) }

  init(target: OutputTarget, path: String?) {
    self.target = target
    self.path = path
  }
}
