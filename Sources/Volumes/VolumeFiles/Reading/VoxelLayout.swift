import VolumeModel

/// The order of voxels in a file.
struct VoxelLayout: Hashable, Sendable {
  /// What a step along an axis of the file leads to.
  enum Role: Hashable, Sendable { case column, row, slice, phase }

  /// The axes of the file, fastest first; each role once.
  let axes: [Role]

  /// Columns, rows, slices, then phases: the order of volumes in memory.
  static let volumes = VoxelLayout(axes: [.column, .row, .slice, .phase])

  /// All values of a voxel beside each other, as NRRD's and MetaImage's vectors are.
  static let phasesFirst = VoxelLayout(axes: [.phase, .column, .row, .slice])

  /// The same order from the slowest axis on: NumPy's Fortran order.
  static let reversed = VoxelLayout(axes: [.phase, .slice, .row, .column])

  /// How far apart neighbours along each axis of the file lie in a volume; 0 along phases.
  func strides(_ size: GridDimensions) -> [Int] {
    axes.map { role in
      switch role {
      case .column: 1
      case .row: size.columns
      case .slice: size.voxelsPerSlice
      case .phase: 0
      }
    }
  }

  /// The lengths of the axes of the file.
  func lengths(_ size: GridDimensions, phases: Int) -> [Int] {
    axes.map { role in
      switch role {
      case .column: size.columns
      case .row: size.rows
      case .slice: size.slices
      case .phase: phases
      }
    }
  }
}
