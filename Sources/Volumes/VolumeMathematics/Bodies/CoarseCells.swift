import Geometry
import VolumeModel
import WorkScheduling

/// A volume in cells of several voxels, each dense or not.
struct CoarseCells {
  /// Cells along each axis.
  let size: GridDimensions
  /// Voxels of a cell along each axis.
  let factors: [Int]
  /// Millimetres of a cell along each axis.
  let spacing: [Double]
  let isDense: [Bool]
  private let voxels: GridDimensions

  /// Counts the voxels of every cell that lie above a threshold.
  init(
    _ volume: Volume, cellSize: Double, threshold: Float, context: WorkContext
  ) throws {
    let voxels = volume.dimensions
    let voxelSpacing = volume.geometry.spacing
    let steps = [voxelSpacing.x, voxelSpacing.y, voxelSpacing.z]
    let factors = steps.map { Int((cellSize / $0).rounded(), clampedTo: 1...1 << 20) }
    self.factors = factors
    self.voxels = voxels
    spacing = zip(steps, factors).map { $0 * Double($1) }
    let counts = zip(voxels.ijk, factors).map { ($0 + $1 - 1) / $1 }
    let size = GridDimensions(columns: counts[0], rows: counts[1], slices: counts[2])
    self.size = size
    let slices = try context.map(size.slices) { k in
      var dense = [Int](repeating: 0, count: size.voxelsPerSlice)
      var all = dense
      for slice in k * factors[2]..<min((k + 1) * factors[2], voxels.slices) {
        let range = slice * voxels.voxelsPerSlice..<(slice + 1) * voxels.voxelsPerSlice
        unsafe volume.voxels.withVoxels(in: range) { values in
          for row in 0..<voxels.rows {
            let cells = row / factors[1] * size.columns
            for column in 0..<voxels.columns {
              let cell = cells + column / factors[0]
              all[cell] += 1
              if unsafe values[voxels.offset(column, row, 0)] > threshold { dense[cell] += 1 }
            }
          }
        }
      }
      return zip(dense, all).map { 2 * $0 >= $1 }
    }
    isDense = Array(slices.joined())
  }

  /// The cell that holds the voxel at an offset in storage.
  @inline(__always)
  func cell(ofVoxel offset: Int) -> Int {
    let (k, within) = offset.quotientAndRemainder(dividingBy: voxels.voxelsPerSlice)
    let (j, i) = within.quotientAndRemainder(dividingBy: voxels.columns)
    return size.offset(i / factors[0], j / factors[1], k / factors[2])
  }
}
