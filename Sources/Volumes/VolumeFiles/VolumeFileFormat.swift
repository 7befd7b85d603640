/// A kind of file that holds values in space: the one list of names and formats.
public enum VolumeFileFormat: String, CaseIterable, Codable, Hashable, Sendable,
  CustomStringConvertible
{
  /// NumPy's array file, with the place in the patient in a side-car `NAME.npy.json`.
  case npy
  /// NumPy's archive of arrays: `voxels`, and `affine` to LPS mm.
  case npz
  /// NIfTI-1, or NIfTI-2 where a dimension exceeds 32767; one file.
  case nifti
  /// The same, in gzip.
  case niftiGzip = "nifti-gzip"
  /// NIfTI with its header in `NAME.hdr` and its voxels in `NAME.img`; read only.
  case niftiPair = "nifti-pair"
  /// NRRD, one file.
  case nrrd
  /// NRRD with its voxels in `NAME.raw`.
  case nrrdHeader = "nrrd-header"
  /// MetaImage, one file.
  case metaImage = "metaimage"
  /// MetaImage with its voxels in `NAME.raw`.
  case metaImageHeader = "metaimage-header"
  /// OME-Zarr, a folder of chunks with levels of detail.
  case omeZarr = "ome-zarr"

  /// The word for people, which is the raw value.
  public var description: String { rawValue }

  /// The file name extensions of the format, lower case.
  public var extensions: [String] {
    switch self {
    case .npy: [".npy"]
    case .npz: [".npz"]
    case .nifti: [".nii"]
    case .niftiGzip: [".nii.gz"]
    case .niftiPair: [".hdr", ".img", ".img.gz"]
    case .nrrd: [".nrrd"]
    case .nrrdHeader: [".nhdr"]
    case .metaImage: [".mha"]
    case .metaImageHeader: [".mhd"]
    case .omeZarr: [".ome.zarr"]
    }
  }

  /// The extensions of all formats that are written.
  public static var extensions: [String] { allCases.filter(\.isWritten).flatMap(\.extensions) }

  /// Finds the format that a file name's extension names; upper and lower case are the same.
  ///
  /// - Throws: ``VolumeFileError/Reason/unknownFormat``.
  public init(fileName: String) throws(VolumeFileError) {
    // Folders may be named with a slash at their end.
    let name = fileName.lowercased().withoutSlashes
    let format = Self.allCases.first { $0.extensions.contains(where: name.hasSuffix) }
    guard let format else { throw VolumeFileError(.unknownFormat, path: fileName) }
    self = format
  }
}

extension String {
  /// The text without slashes at its end.
  var withoutSlashes: String {
    var text = self[...]
    while text.count > 1, text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}
