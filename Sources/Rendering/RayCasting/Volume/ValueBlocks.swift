import CRayKernels
import CVolumes
import VolumeModel
import WorkScheduling

/// The lowest and highest valid values of blocks: what rays may step over.
///
/// Blocks are 8×8×8 cells, groups 4×4×4 blocks. Together they take 0.5 % of the volume's memory.
struct ValueBlocks: Sendable {
  /// Blocks along i, j and k.
  let count: SIMD3<Int>
  /// Groups along i, j and k.
  let groupCount: SIMD3<Int>
  let lowest: [Float]
  let highest: [Float]
  let groupLowest: [Float]
  let groupHighest: [Float]

  /// The memory that all of it takes.
  var byteCount: Int {
    4 * (lowest.count + highest.count + groupLowest.count + groupHighest.count)
  }

  /// One layer of blocks across k.
  private struct Layer: Sendable {
    var lowest: [Float]
    var highest: [Float]

    /// Makes room for what a kernel adds to the range of its taps, and for the rounding of its weights.
    mutating func widen(by part: Float) {
      for n in lowest.indices where lowest[n] <= highest[n] {
        let size = max(lowest[n].magnitude, highest[n].magnitude)
        let slack = (highest[n] - lowest[n]) * part + size * 0x1p-18
        lowest[n] -= slack
        highest[n] += slack
      }
    }
  }

  /// Looks at every voxel once.
  ///
  /// - Throws: `WorkCancelled`.
  init(
    _ source: RayVolume, interpolation: RayInterpolation = .linear, context: WorkContext,
    kernels: SRKernels
  ) throws {
    let size = source.volume.dimensions
    let shift = Int(SV_BLOCK_SHIFT)
    func blocks(_ voxels: Int) -> Int { (max(voxels - 2, 0) >> shift) + 1 }
    let count = SIMD3(blocks(size.columns), blocks(size.rows), blocks(size.slices))
    let groupShift = Int(SR_GROUP_SHIFT)
    let groups = (count &+ ((1 << groupShift) - 1)) &>> SIMD3(repeating: groupShift)
    self.count = count
    groupCount = groups
    let layers = try context.map(count.z) { z in
      var layer = Self.layer(
        z, of: source, count: count, margin: interpolation == .linear ? 0 : 1, kernels: kernels)
      if interpolation != .linear { layer.widen(by: interpolation.overshoot) }
      return layer
    }
    lowest = layers.flatMap(\.lowest)
    highest = layers.flatMap(\.highest)
    (groupLowest, groupHighest) = Self.grouped(
      lowest: lowest, highest: highest, count: count, groups: groups)
  }

  private static func layer(
    _ z: Int, of source: RayVolume, count: SIMD3<Int>, margin: Int32, kernels: SRKernels
  ) -> Layer {
    let size = source.volume.dimensions
    let perLayer = count.x * count.y
    var rows = [Float](repeating: 0, count: 2 * size.columns)
    var layer = Layer(
      lowest: [Float](repeating: 0, count: perLayer),
      highest: [Float](repeating: 0, count: perLayer))
    var header = unsafe SRBlocks()
    // One layer is a volume of blocks of its own: the loop writes at z = 0 of it.
    unsafe header.blocks = (Int64(count.x), Int64(count.y), 1)
    unsafe header.margin = margin
    // SAFETY: the arrays hold a layer each, the rows two rows of voxels.
    unsafe source.withLoops { volume in
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        unsafe layer.lowest.withUnsafeMutableBufferPointer { lowest in
          unsafe layer.highest.withUnsafeMutableBufferPointer { highest in
            unsafe kernels.blockRanges(
              volume, &header, Int64(z), rows.baseAddress, lowest.baseAddress,
              highest.baseAddress)
          }
        }
      }
    }
    return layer
  }

  private static func grouped(
    lowest: [Float], highest: [Float], count: SIMD3<Int>, groups: SIMD3<Int>
  ) -> (lowest: [Float], highest: [Float]) {
    let total = groups.x * groups.y * groups.z
    var low = [Float](repeating: .infinity, count: total)
    var high = [Float](repeating: -.infinity, count: total)
    let shift = Int(SR_GROUP_SHIFT)
    var block = 0
    for z in 0..<count.z {
      for y in 0..<count.y {
        let row = ((z >> shift) * groups.y + (y >> shift)) * groups.x
        for x in 0..<count.x {
          let group = row + (x >> shift)
          low[group] = min(low[group], lowest[block])
          high[group] = max(high[group], highest[block])
          block += 1
        }
      }
    }
    return (low, high)
  }

  /// Calls `body` with the blocks as the loops see them; the pointer must not escape.
  ///
  /// Whether rays may step over blocks changes no result.
  func withLoops<Result>(
    isSkipping: Bool = true, body: (UnsafePointer<SRBlocks>) throws -> Result
  ) rethrows -> Result {
    var header = unsafe SRBlocks()
    unsafe header.blocks = (Int64(count.x), Int64(count.y), Int64(count.z))
    unsafe header.groups = (Int64(groupCount.x), Int64(groupCount.y), Int64(groupCount.z))
    unsafe header.isSkipping = isSkipping ? 1 : 0
    // SAFETY: all pointers lead into arrays that live until the closures return.
    return try unsafe lowest.withUnsafeBufferPointer { lowest in
      try unsafe highest.withUnsafeBufferPointer { highest in
        try unsafe groupLowest.withUnsafeBufferPointer { groupLowest in
          try unsafe groupHighest.withUnsafeBufferPointer { groupHighest in
            unsafe header.lowest = lowest.baseAddress
            unsafe header.highest = highest.baseAddress
            unsafe header.groupLowest = groupLowest.baseAddress
            unsafe header.groupHighest = groupHighest.baseAddress
            return try unsafe withUnsafePointer(to: header, body)
          }
        }
      }
    }
  }
}

extension RayInterpolation {
  /// How far values may lie beyond those of their taps, in parts of the taps' range.
  fileprivate var overshoot: Float {
    switch self {
    // Weights of 0 … 1 that add up to 1.
    case .linear, .cubic, .smooth: 0
    // The weights of an axis add up to 1, their sizes to at most 1.25: (1.25³ − 1) / 2.
    case .catmullRom: 0.48
    }
  }
}
