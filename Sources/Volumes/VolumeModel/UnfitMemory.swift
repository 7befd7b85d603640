public import Faults

/// Memory of somebody else that cannot serve as voxels.
public enum UnfitMemory: Fault, Hashable {
  /// There are no voxels, or more than memory can hold.
  case voxelCount(Int)
  /// Fewer bytes than the voxels and the ``VoxelStorage/paddingBytes`` behind them take.
  case tooShort(needed: Int, available: Int)
  /// The first voxel does not lie at a multiple of four bytes.
  case misaligned

  /// A stable word for each case.
  public var code: FaultCode {
    switch self {
    case .voxelCount: "voxel-count"
    case .tooShort: "memory-too-short"
    case .misaligned: "memory-misaligned"
    }
  }

  /// The caller's.
  public var kind: FaultKind { .wrongRequest }

  /// One line for people: what is wrong.
  public var description: String {
    switch self {
    case .voxelCount(let count): "\(count) is no number of voxels"
    case .tooShort(let needed, let available):
      "\(available) bytes are too few for the voxels and the padding behind them, which take \(needed)"
    case .misaligned: "voxels are floats, which begin at a multiple of four bytes"
    }
  }
}
