package import WorkScheduling

/// What voxels lost on their way from a file.
public struct VoxelLosses: Hashable, Sendable {
  /// Voxels that are infinite: they have no measured value.
  public var infinite = 0
  /// Voxels whose whole number no float holds: beyond 2²⁴ they stand for the nearest that one does.
  public var rounded = 0
  /// Volumes, or phases of one, none of whose voxels has a value.
  public var volumesWithoutValues = 0

  /// Nothing was lost.
  public init() {}

  /// Whether nothing was lost.
  public var isEmpty: Bool { self == VoxelLosses() }

  /// The losses of two parts together.
  public static func + (a: VoxelLosses, b: VoxelLosses) -> VoxelLosses {
    var sum = a
    sum.infinite += b.infinite
    sum.rounded += b.rounded
    sum.volumesWithoutValues += b.volumesWithoutValues
    return sum
  }
}

extension VoxelStorage {
  /// Returns how many voxels are infinite.
  ///
  /// - Throws: `WorkCancelled`.
  package func infiniteCount(context: WorkContext) throws -> Int {
    let length = 1 << 20
    let counts = try context.map((count + length - 1) / length) { part in
      unsafe withVoxels(in: part * length..<min(count, (part + 1) * length)) { voxels in
        var found = 0
        for n in voxels.indices where unsafe voxels[n].isInfinite { found += 1 }
        return found
      }
    }
    return counts.reduce(0, +)
  }
}
