/// A kind of file that holds values in space: the one list of names and formats.
public enum VolumeFileFormat: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  /// NumPy's array file, with the place in the patient in a side-car `NAME.npy.json`.
  case npy
  /// NIfTI-1, or NIfTI-2 where a dimension exceeds 32767; one file.
  case nifti
  /// The same, in gzip.
  case niftiGzip = "nifti-gzip"

  /// The word for people, which is the raw value.
  public var description: String { rawValue }

  /// The file name extensions of the format, lower case.
  public var extensions: [String] {
    switch self {
    case .npy: [".npy"]
    case .nifti: [".nii"]
    case .niftiGzip: [".nii.gz"]
    }
  }

  /// The extensions of all formats.
  public static var extensions: [String] { allCases.flatMap(\.extensions) }

  /// Finds the format that a file name's extension names; upper and lower case are the same.
  ///
  /// - Throws: ``VolumeFileError/Reason/unknownFormat``.
  public init(fileName: String) throws(VolumeFileError) {
    let name = fileName.lowercased()
    let format = Self.allCases.first { $0.extensions.contains(where: name.hasSuffix) }
    guard let format else { throw VolumeFileError(.unknownFormat, path: fileName) }
    self = format
  }
}
