import CRayKernels
import Geometry
package import VolumeModel
import WorkScheduling

/// Cells of some voxels each, about as wide along all axes, into which a volume is divided.
struct OcclusionCells: Hashable, Sendable {
  /// The most cells along the longest axis.
  static var mostAlongAxis: Int { 128 }

  /// Cells along i, j and k.
  let size: SIMD3<Int>
  /// Voxels (along k of evenly spaced slices) in a cell.
  let edge: SIMD3<Int>

  init(_ grid: GridGeometry) {
    let dimensions = grid.dimensions
    let voxels = SIMD3(dimensions.columns, dimensions.rows, dimensions.slices)
    let spacing = grid.spacing
    let extent = SIMD3<Double>(voxels) * spacing
    let wanted = max(extent.max() / Double(Self.mostAlongAxis), spacing.min())
    func edge(_ axis: Int) -> Int {
      let edge = max(1, Int((wanted / spacing[axis]).rounded()))
      // Rounding must not make more cells than there may be.
      return max(edge, (voxels[axis] + Self.mostAlongAxis - 1) / Self.mostAlongAxis)
    }
    self.edge = SIMD3(edge(0), edge(1), edge(2))
    size = (voxels &+ self.edge &- 1) / self.edge
  }

  /// How many cells there are.
  var count: Int { size.x * size.y * size.z }

  /// The cells as the loops see them, without light.
  var header: SROcclusion {
    var cells = unsafe SROcclusion()
    unsafe cells.size = (Int64(size.x), Int64(size.y), Int64(size.z))
    unsafe cells.perVoxel = (1 / Float(edge.x), 1 / Float(edge.y), 1 / Float(edge.z))
    return unsafe cells
  }

  /// From a cell to its 26 neighbours.
  static let directions: [SIMD3<Int>] = (0..<27).filter { $0 != 13 }.map {
    SIMD3($0 % 3 - 1, $0 / 3 % 3 - 1, $0 / 9 - 1)
  }

  /// Millimetres from a cell to the neighbour in a direction.
  func length(_ direction: SIMD3<Int>, in grid: GridGeometry) -> Double {
    grid.voxelToPatient(VoxelVector(SIMD3<Double>(direction &* edge))).length
  }
}

extension Renderer {
  /// The bytes that ambient occlusion of a volume takes at the most while it is made: depths, the light of each
  /// direction that is swept at a time, sums and light.
  package static func occlusionMemory(of grid: GridGeometry) -> Int {
    let together = min(WorkContext.availableCores, OcclusionCells.directions.count)
    return OcclusionCells(grid).count * 4 * (4 + together)
  }
}
