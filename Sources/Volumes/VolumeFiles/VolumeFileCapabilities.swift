/// What a kind of volume file can say, and how it is written: the one place that says it.
public struct VolumeFileCapabilities: Hashable, Sendable {
  /// What becomes of the voxels' bytes.
  public enum Compression: Hashable, Sendable {
    /// They stand as they are.
    case never
    /// They are compressed where ``VoxelEncoding/isCompressed`` asks for it.
    case optional
    /// They always are.
    case always
  }

  /// How the bytes are made.
  public enum Writing: Hashable, Sendable {
    /// Not at all: files of the kind are only read.
    case never
    /// In one go, into any sink.
    case inOneGo
    /// In one go, unless compressed: the size of the voxels stands before them.
    case inOneGoUnlessCompressed
    /// As two files, of which the header is one.
    case twoFiles
    /// As a folder.
    case folder
  }

  /// What becomes of the voxels' bytes.
  public let compression: Compression
  /// How the bytes are made.
  public let writing: Writing
  /// Whether a slope and an intercept can stand beside whole numbers.
  public let holdsScale: Bool
  /// Whether axes that are not perpendicular can be said.
  public let holdsShear: Bool
  /// Whether ``VoxelEncoding/note`` has a place.
  public let holdsNote: Bool

  /// Whether files of the kind are written, too.
  public var isWritten: Bool { writing != .never }

  /// Whether such a file can be written to what is no ordinary file.
  public func isWrittenInOneGo(compressed isCompressed: Bool) -> Bool {
    writing == .inOneGo || writing == .inOneGoUnlessCompressed && !isCompressed
  }
}

extension VolumeFileFormat {
  /// What the format can say, and how it is written.
  public var capabilities: VolumeFileCapabilities {
    switch self {
    case .npy:
      VolumeFileCapabilities(
        compression: .never, writing: .inOneGo, holdsScale: false, holdsShear: true,
        holdsNote: true)
    case .npz:
      VolumeFileCapabilities(
        compression: .optional, writing: .inOneGo, holdsScale: false, holdsShear: true,
        holdsNote: true)
    case .nifti:
      VolumeFileCapabilities(
        compression: .never, writing: .inOneGo, holdsScale: true, holdsShear: true,
        holdsNote: true)
    case .niftiGzip:
      VolumeFileCapabilities(
        compression: .always, writing: .inOneGo, holdsScale: true, holdsShear: true,
        holdsNote: true)
    case .niftiPair:
      VolumeFileCapabilities(
        compression: .never, writing: .never, holdsScale: true, holdsShear: true,
        holdsNote: true)
    case .nrrd:
      VolumeFileCapabilities(
        compression: .optional, writing: .inOneGo, holdsScale: false, holdsShear: true,
        holdsNote: true)
    case .nrrdHeader:
      VolumeFileCapabilities(
        compression: .optional, writing: .twoFiles, holdsScale: false, holdsShear: true,
        holdsNote: true)
    case .metaImage:
      VolumeFileCapabilities(
        compression: .optional, writing: .inOneGoUnlessCompressed, holdsScale: false,
        holdsShear: false, holdsNote: false)
    case .metaImageHeader:
      VolumeFileCapabilities(
        compression: .optional, writing: .twoFiles, holdsScale: false, holdsShear: false,
        holdsNote: false)
    case .omeZarr:
      VolumeFileCapabilities(
        compression: .always, writing: .folder, holdsScale: false, holdsShear: true,
        holdsNote: true)
    }
  }

  /// Whether files of this kind are written, too.
  public var isWritten: Bool { capabilities.isWritten }
}
