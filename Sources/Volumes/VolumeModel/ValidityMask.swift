package import WorkScheduling

/// Which voxels of a volume hold a measured value: one bit a voxel, beside the floats.
///
/// Every slice starts at a word of its own, so that slices can be filled in parallel.
public struct ValidityMask: Hashable, Sendable {
  /// Words of one slice.
  public let wordsPerSlice: Int

  /// Voxels of one slice.
  public let voxelsPerSlice: Int

  /// The bits, least significant first; 1 is valid.
  ///
  /// Bits behind a slice's end are 0.
  public private(set) var words: [UInt64]

  /// Creates a mask from its words, slice after slice.
  ///
  /// - Precondition: There are `slices × ceil(voxelsPerSlice / 64)` words.
  public init(dimensions: GridDimensions, words: [UInt64]) {
    voxelsPerSlice = dimensions.voxelsPerSlice
    wordsPerSlice = Self.wordsPerSlice(of: dimensions)
    precondition(words.count == wordsPerSlice * dimensions.slices, "a mask covers its grid")
    self.words = words
  }

  /// Creates a mask that asks `isValid` about every voxel's offset in storage.
  public init(dimensions: GridDimensions, isValid: (Int) -> Bool) {
    let perSlice = Self.wordsPerSlice(of: dimensions)
    var words = [UInt64](repeating: 0, count: perSlice * dimensions.slices)
    for offset in 0..<dimensions.voxelCount where isValid(offset) {
      let (k, within) = offset.quotientAndRemainder(dividingBy: dimensions.voxelsPerSlice)
      words[k * perSlice + within / 64] |= 1 << UInt64(within % 64)
    }
    self.init(dimensions: dimensions, words: words)
  }

  /// Creates a mask of the voxels whose value is taken for a measured one.
  ///
  /// - Throws: `WorkCancelled`.
  package init(
    of voxels: VoxelStorage, dimensions: GridDimensions, context: WorkContext,
    isValid: @Sendable (Float) -> Bool
  ) throws {
    let perSlice = dimensions.voxelsPerSlice
    let slices = try context.map(dimensions.slices) { k in
      unsafe voxels.withVoxels(in: k * perSlice..<(k + 1) * perSlice) { slice in
        Self.words(perSlice) { unsafe isValid(slice[$0]) }
      }
    }
    self.init(dimensions: dimensions, words: Array(slices.joined()))
  }

  /// Creates a mask that asks `isValid` about every voxel's offset in storage, on several threads.
  ///
  /// - Throws: `WorkCancelled`.
  package init(
    dimensions: GridDimensions, context: WorkContext, isValid: @Sendable (Int) -> Bool
  ) throws {
    let perSlice = dimensions.voxelsPerSlice
    let slices = try context.map(dimensions.slices) { k in
      Self.words(perSlice) { isValid(k * perSlice + $0) }
    }
    self.init(dimensions: dimensions, words: Array(slices.joined()))
  }

  /// The words of a slice.
  private static func words(_ voxels: Int, isValid: (Int) -> Bool) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (voxels + 63) / 64)
    for n in 0..<voxels where isValid(n) { words[n / 64] |= 1 << UInt64(n % 64) }
    return words
  }

  /// Words that one slice of a grid takes.
  public static func wordsPerSlice(of dimensions: GridDimensions) -> Int {
    (dimensions.voxelsPerSlice + 63) / 64
  }

  /// Whether the voxel at an offset in storage (i fastest, then j, then k) is valid.
  public subscript(offset: Int) -> Bool {
    let (k, within) = offset.quotientAndRemainder(dividingBy: voxelsPerSlice)
    return words[k * wordsPerSlice + within / 64] >> UInt64(within % 64) & 1 == 1
  }

  /// The number of valid voxels.
  public var validCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
