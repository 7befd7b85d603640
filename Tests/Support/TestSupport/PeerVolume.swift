/// What `reference_volume.py`, `simpleitk_volume.py` and `nifti_reference.py` say of a volume.
public struct PeerVolume: Decodable, Sendable {
  /// Four rows of four: voxel (i, j, k) → mm, patient LPS for DICOM, RAS for NIfTI.
  public let affine: [[Double]]
  /// Columns, rows, slices and further axes.
  public let dimensions: [Int]
  /// SHA-256, in hexadecimal, of the float32 little-endian voxels, column fastest, rescaled.
  public let sha256: String
  /// Minimum and maximum of the finite voxels.
  public let range: [Double]?
  /// From `reference_volume.py` only: mm along the normal from the first slice.
  public let positions: [Double]?
  /// The programs that gave the numbers.
  public let versions: [String: String]
}
