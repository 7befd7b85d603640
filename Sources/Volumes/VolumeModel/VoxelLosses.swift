/// What voxels lost on their way from a file.
public struct VoxelLosses: Hashable, Sendable {
  /// Voxels that are infinite: they have no measured value.
  public var infinite = 0
  /// Voxels whose whole number no float holds: beyond 2²⁴ they stand for the nearest that one does.
  public var rounded = 0

  /// Nothing was lost.
  public init() {}

  /// Whether nothing was lost.
  public var isEmpty: Bool { self == VoxelLosses() }

  /// The losses of two parts together.
  public static func + (a: VoxelLosses, b: VoxelLosses) -> VoxelLosses {
    var sum = a
    sum.infinite += b.infinite
    sum.rounded += b.rounded
    return sum
  }
}

extension VoxelStorage {
  /// How many voxels are infinite.
  package var infiniteCount: Int {
    unsafe withVoxels { voxels in
      var count = 0
      for n in 0..<voxels.count where unsafe voxels[n].isInfinite { count += 1 }
      return count
    }
  }
}
