package import Geometry
package import VolumeModel

/// The pixels of a picture in the index space of a volume: pixel (column, row) lies at
/// `origin + column·columnStep + row·rowStep`.
///
/// For an irregular stack the third coordinate counts evenly spaced slices
/// (``GridGeometry/voxelToPatient``), so that the lattice stays affine; ``SliceMap`` turns it
/// into an index of the list.
///
/// Rounding must not push a pixel off a voxel's centre or over the rim of the volume.
/// Therefore steps are moved to the nearest multiple of 1/64 voxel where this moves no pixel
/// of the picture by more than ``snapTolerance``, and so are the coordinates of the origin.
package struct SampleLattice: Hashable, Sendable {
  /// The place of pixel (0, 0).
  package let origin: VoxelPoint
  /// The way from a pixel to its right neighbour.
  package let columnStep: VoxelVector
  /// The way from a pixel to the one below.
  package let rowStep: VoxelVector

  /// Voxels by which each of origin, column steps and row steps may move a pixel.
  package static var snapTolerance: Double { 3e-7 }

  /// Places the pixels of `plane` in the index space of `grid`.
  package init(_ plane: PlaneGeometry, in grid: GridGeometry) {
    let map = plane.pixelToPatient.followed(by: grid.patientToVoxel)
    // Seen from the centre, the farthest pixel is half the picture away.
    let column = Self.snapped(map.x.components, reach: Double(plane.width - 1) / 2)
    let row = Self.snapped(map.y.components, reach: Double(plane.height - 1) / 2)
    let center = grid.patientToVoxel(plane.center).coordinates
    let first =
      center - column * (Double(plane.width - 1) / 2) - row * (Double(plane.height - 1) / 2)
    origin = VoxelPoint(Self.snapped(first, reach: 1))
    columnStep = VoxelVector(column)
    rowStep = VoxelVector(row)
  }

  /// The place of the first pixel of a row.
  package func start(ofRow row: Int) -> VoxelPoint {
    origin + rowStep * Double(row)
  }

  private static func snapped(_ steps: SIMD3<Double>, reach: Double) -> SIMD3<Double> {
    var result = steps
    for axis in 0..<3 {
      let near = (steps[axis] * 64).rounded() / 64
      if abs(near - steps[axis]) * reach <= snapTolerance { result[axis] = near }
    }
    return result
  }
}
