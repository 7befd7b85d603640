import Geometry
import VolumeModel

/// The levels of detail of a volume: each has half the voxels of the one before along its finer axes.
///
/// A voxel of a level is the mean of a whole box of the level before; what is left over at the end of
/// an axis of odd length is in no box.
struct OMEZarrPyramid: Sendable {
  struct Level: Hashable, Sendable {
    var size: GridDimensions
    /// Voxels of the finest level along each axis of one voxel.
    var factors: [Int]
    /// The axes that were halved to come here: columns, rows, slices.
    var halves: [Bool]
  }

  let levels: [Level]

  /// A volume of at most so many voxels along each axis has no smaller one.
  private static let smallest = 64

  init(_ geometry: GridGeometry) {
    let spacing = geometry.spacing
    var level = Level(
      size: geometry.dimensions, factors: [1, 1, 1], halves: [false, false, false])
    var levels = [level]
    while level.size.ijk.max() ?? 0 > Self.smallest {
      let steps = (0..<3).map { spacing[$0] * Double(level.factors[$0]) }
      let lengths = level.size.ijk
      // The finest axis that can be halved, and those that are not much coarser.
      let open = (0..<3).filter { lengths[$0] > 1 }
      let finest = open.map { steps[$0] }.min() ?? 0
      level.halves = (0..<3).map { open.contains($0) && steps[$0] <= finest * 2.0.squareRoot() }
      let halved = (0..<3).map { level.halves[$0] ? lengths[$0] / 2 : lengths[$0] }
      level.factors = (0..<3).map { level.factors[$0] * (level.halves[$0] ? 2 : 1) }
      level.size = GridDimensions(columns: halved[0], rows: halved[1], slices: halved[2])
      levels.append(level)
    }
    self.levels = levels
  }
}

/// How the levels of a volume are cut into chunks.
struct OMEZarrChunking: Hashable, Sendable {
  /// Columns, rows and slices of a chunk.
  private let lengths: [Int]

  /// The most bytes of a layer of chunks, but for slices that are larger.
  private static let mostLayerBytes = 32 << 20

  /// The bytes that layers of all levels and chunks take at the most.
  static func workingBytes(of geometry: GridGeometry, type: VoxelType, workers: Int) -> Int {
    let levels = OMEZarrPyramid(geometry).levels.map(\.size)
    let chunking = OMEZarrChunking(geometry.dimensions, type: type)
    let layers = levels.map {
      $0.voxelsPerSlice * chunking.lengths($0)[2] * type.size
    }
    // What becomes of a layer's boxes lies beside it until the next level has it.
    let made = zip(layers, levels.dropFirst()).map { layer, next in
      min(layer / 2, next.voxelCount * type.size)
    }
    // Plain, shuffled, packed, and with its header.
    let chunk = chunking.lengths.reduce(type.size, *)
    return layers.reduce(0, +) + made.reduce(0, +) + workers * 4 * chunk
  }

  /// Chunks of 64³ voxels, or as many in fewer slices where those are large.
  init(_ size: GridDimensions, type: VoxelType) {
    var lengths = [64, 64, 64]
    while lengths[2] > 2, size.voxelsPerSlice * lengths[2] * type.size > Self.mostLayerBytes {
      lengths[2] /= 2
      lengths[lengths[0] > lengths[1] ? 1 : 0] *= 2
    }
    self.lengths = lengths
  }

  /// The lengths of the chunks of a level: no longer than its axes are.
  func lengths(_ level: GridDimensions) -> [Int] {
    zip(lengths, level.ijk).map { min($0, $1) }
  }
}
