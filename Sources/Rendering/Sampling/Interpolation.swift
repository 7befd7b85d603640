/// How a value between voxel centres is made from the voxels around it.
///
/// Kernels are separable. Between the outermost voxel centre and the rim the edge value
/// holds: the place is moved to the outermost centre. Taps beyond the volume take the value
/// of the closest voxel (for ``cubic`` the mirrored one, as its prefilter does). Wider kernels
/// see the closest valid value in place of a voxel without a measured value; a sample is
/// invalid when such a voxel has weight in its *linear* cell, whatever the kernel. Along the
/// slices of an irregular stack every kernel but ``nearest`` is linear between the two
/// neighbouring slices.
///
/// | | taps an axis | reproduces | at voxel centres |
/// |---|--:|---|---|
/// | nearest | 1 | constants | the voxel |
/// | linear | 2 | affine fields | the voxel |
/// | Catmull-Rom | 4 | quadratic fields | the voxel |
/// | cubic B-spline | 4 of coefficients | cubic fields | the voxel, to rounding |
/// | Lanczos 3, 4 | 6, 8 | constants; ramps to 2.5 % and 2 % of the slope per voxel | the voxel |
///
/// "Reproduces" holds where all taps lie in the volume.
public enum Interpolation: String, CaseIterable, Codable, Hashable, Sendable {
  /// The value of the closest voxel; half-way the one with the higher index.
  case nearest
  /// Trilinear: the 2×2×2 voxels around the place.
  case linear
  /// The cubic convolution with a = −1/2 (Keys 1981) over 4×4×4 voxels; smooth slopes,
  /// overshoots at edges.
  case catmullRom = "catmull-rom"
  /// The interpolating cubic B-spline (Unser 1993), made of coefficients that are computed
  /// once for a volume; the sharpest for its cost, overshoots at edges.
  case cubic
  /// The sinc of three lobes under a window, over 6×6×6 voxels, its weights made to add up
  /// to 1.
  case lanczos
  /// The sinc of four lobes under a window, over 8×8×8 voxels, its weights made to add up
  /// to 1.
  case lanczos4

  /// Voxels that take part along one axis; for ``cubic`` coefficients.
  public var taps: Int {
    switch self {
    case .nearest: 1
    case .linear: 2
    case .catmullRom, .cubic: 4
    case .lanczos: 6
    case .lanczos4: 8
    }
  }

  /// Whether more voxels take part than those of the linear cell.
  package var isWide: Bool { taps > 2 }
}
