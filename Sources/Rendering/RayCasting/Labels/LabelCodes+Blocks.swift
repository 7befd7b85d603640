import CRayKernels
import CVolumes
import WorkScheduling

extension LabelCodes {
  /// Blocks of cells, and for each the number of blocks to the closest one that any label reaches.
  ///
  /// - Throws: `WorkCancelled`.
  func distances(
    kernels: SRKernels, context: WorkContext
  ) throws -> (count: SIMD3<Int>, distances: [UInt8]) {
    let count = ((size &- 2) &>> SIMD3(repeating: Int(SV_BLOCK_SHIFT))) &+ 1
    let layers = try context.map(count.z) { [self] z in self.layer(z, count: count) }
    var distances = Array(layers.joined())
    StyleTables.spread(&distances, count: count, kernels: kernels)
    return (count, distances)
  }

  /// One layer of blocks across k: 0 where a label is among the voxels around a block's cells.
  private func layer(_ z: Int, count: SIMD3<Int>) -> [UInt8] {
    var layer = [UInt8](repeating: UInt8(SR_FARTHEST), count: count.x * count.y)
    for k in Self.voxels(of: z, among: size.z) {
      for y in 0..<count.y {
        for j in Self.voxels(of: y, among: size.y) {
          let row = (k * size.y + j) * size.x
          for x in 0..<count.x where layer[y * count.x + x] != 0 {
            let voxels = Self.voxels(of: x, among: size.x)
            // SAFETY: these are voxels of the row.
            if voxels.contains(where: { unsafe base[row + $0] != 0 }) {
              layer[y * count.x + x] = 0
            }
          }
        }
      }
    }
    return layer
  }

  /// The voxels that count in the cells of a block: one before the first, two behind the last.
  private static func voxels(of block: Int, among size: Int) -> Range<Int> {
    let edge = 1 << Int(SV_BLOCK_SHIFT)
    return max(0, block * edge - 1)..<min(size, (block + 1) * edge + 2)
  }
}
