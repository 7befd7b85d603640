public import Faults

/// A file that is part of no volume, and why.
public struct SkippedFile: Hashable, Sendable {
  /// Why a file is part of no volume.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    /// The file cannot be opened or read, or is no regular file.
    case unreadable
    /// A DICOMDIR lists the file, but it is not there.
    case missingFile = "missing-file"
    /// A header names a data file that does not lie below its own folder.
    case outsideFolder = "outside-folder"
    /// Files packed into one that cannot be unpacked: of another kind, encrypted or damaged.
    case archive
    /// An archive that unpacks to more than is allowed; its rest was left.
    case archiveLimit = "archive-limit"
    /// The file claims more than may be decoded or held in memory.
    case overLimit = "over-limit"
    /// The file holds nothing.
    case emptyFile = "empty-file"
    /// A volume file below a folder; it has to be named itself to be used.
    case volumeFile = "volume-file"
    /// The bytes are no DICOM data set.
    case notDICOM = "not-dicom"
    /// The data set, or its compressed pixels, break off or contradict themselves.
    case damaged
    /// A directory of a file-set, not an image.
    case dicomdir
    /// The object has no pixels: a report, a plan, a presentation state.
    case noPixelData = "no-pixel-data"
    /// The pixel data is shorter than rows and columns promise.
    case truncatedPixelData = "truncated-pixel-data"
    /// Bits, samples or a table of values that cannot be read.
    case unsupportedPixels = "unsupported-pixels"
    /// No decoder knows the transfer syntax.
    case unsupportedTransferSyntax = "unsupported-transfer-syntax"
    /// Colours, not values.
    case colourImage = "colour-image"
    /// Several frames whose functional groups do not fit them.
    case multiFrame = "multi-frame"
    /// A sheet of many slices (Siemens mosaic) that cannot be taken apart.
    case mosaic
    /// A projection: only the detector's pixel spacing is known.
    case projectionImage = "projection-image"
    /// A scout image, or images of a series that are each alone in their orientation.
    case localizer
    /// Position, orientation or spacing is missing or makes no sense.
    case noGeometry = "no-geometry"
    /// The same image is there twice; the other one is used.
    case duplicate
    /// Two images with one UID but different pixels; none of them can be trusted.
    case conflictingDuplicate = "conflicting-duplicate"
    /// Several images at the same place, and nothing tells them apart.
    case repeatedPositions = "repeated-positions"
    /// Slices that do not lie on one straight line.
    case notAStack = "not-a-stack"
  }

  /// The file, as it was found from the input given.
  public let path: String

  /// Why.
  public let code: Code

  /// Why, in words, with the numbers.
  public let message: String

  /// What can be done about this file, the most promising first; ``Code/remedies`` are for all of
  /// its code.
  public let remedies: [Remedy]

  /// Whether it is a note, a licence or a list of checksums that comes with images and was never
  /// meant to be one: by its name, and only if it is no DICOM file.
  public var isCompanion: Bool { code == .notDICOM && CompanionFile.isName(path) }

  /// Creates an entry.
  public init(path: String, code: Code, message: String, remedies: [Remedy] = []) {
    self.path = path
    self.code = code
    self.message = message
    self.remedies = remedies
  }
}
