import CVolumes
package import VolumeModel
package import WorkScheduling

/// A validity mask in the form in which loops look things up: its words, and bytes for rows of
/// voxels and for blocks of cells that say whether a look is needed.
@safe
package final class ValidityLookup: @unchecked Sendable {
  // Sendable: written by `init` only, where every worker has bytes of its own.
  private let words: UnsafeMutableBufferPointer<UInt64>
  private let rows: UnsafeMutableBufferPointer<UInt8>
  private let blocks: UnsafeMutableBufferPointer<UInt8>
  private let wordsPerSlice: Int
  private let size: GridDimensions

  /// The memory that all of it takes.
  package var byteCount: Int { unsafe 8 * words.count + rows.count + blocks.count }

  /// Looks at every voxel of a mask.
  ///
  /// - Throws: `WorkCancelled`.
  package init(_ mask: ValidityMask, size: GridDimensions, context: WorkContext) throws {
    self.size = size
    wordsPerSlice = mask.wordsPerSlice
    let counts = Self.blockCounts(size)
    unsafe words = .allocate(capacity: mask.words.count)
    _ = unsafe words.initialize(fromContentsOf: mask.words)
    unsafe rows = .allocate(capacity: size.rows * size.slices)
    unsafe rows.initialize(repeating: 0)
    unsafe blocks = .allocate(capacity: counts.x * counts.y * counts.z)
    unsafe blocks.initialize(repeating: 0)
    // Everything is there already, so that `deinit` frees it when the work is cancelled.
    try context.forEach(counts.z) { layer in mark(layer, of: mask, counts: counts) }
  }

  deinit {
    unsafe words.deallocate()
    unsafe rows.deallocate()
    unsafe blocks.deallocate()
  }

  /// Whether a voxel of the grid is valid.
  func isValid(_ i: Int, _ j: Int, _ k: Int) -> Bool {
    let within = j * size.columns + i
    // SAFETY: the voxel lies in the grid.
    return unsafe words[k * wordsPerSlice + within >> 6] >> UInt64(within & 63) & 1 == 1
  }

  /// Whether a row of voxels contains one that is not valid.
  func rowContainsInvalid(_ j: Int, _ k: Int) -> Bool {
    // SAFETY: the row lies in the grid.
    unsafe rows[k * size.rows + j] != 0
  }

  /// The mask as loops see it; the pointers live as long as this does.
  var forLoops: SVValidity {
    let counts = Self.blockCounts(size)
    return unsafe SVValidity(
      words: words.baseAddress, wordsPerSlice: Int64(wordsPerSlice),
      rowContainsInvalid: rows.baseAddress, blockContainsInvalid: blocks.baseAddress,
      blocks: (Int64(counts.x), Int64(counts.y), Int64(counts.z)))
  }

  /// Blocks of cells along each axis; the only voxel of an axis counts as a cell.
  private static func blockCounts(_ size: GridDimensions) -> SIMD3<Int> {
    func count(_ voxels: Int) -> Int { (max(voxels - 2, 0) >> Int(SV_BLOCK_SHIFT)) + 1 }
    return SIMD3(count(size.columns), count(size.rows), count(size.slices))
  }

  /// Marks one layer of blocks, and the rows of the slices that begin its cells.
  private func mark(_ layer: Int, of mask: ValidityMask, counts: SIMD3<Int>) {
    let edge = 1 << Int(SV_BLOCK_SHIFT)
    let first = layer * edge
    let isLast = layer == counts.z - 1
    // The slice behind the last cell's belongs to the block, its rows to the next layer.
    let end = isLast ? size.slices : first + edge
    for k in first..<min(end + 1, size.slices) {
      mask.forEachInvalidRun(in: size, slice: k) { run, j in
        // SAFETY: the run lies in the grid; only this layer has these rows and blocks.
        if k < end { unsafe rows[k * size.rows + j] = 1 }
        for y in Self.blocks(of: j..<j + 1, count: counts.y) {
          for x in Self.blocks(of: run, count: counts.x) {
            unsafe blocks[(layer * counts.y + y) * counts.x + x] = 1
          }
        }
      }
    }
  }

  /// The blocks to whose cells the voxels of a run belong: to those that begin at them and to those
  /// that begin one before.
  private static func blocks(of run: Range<Int>, count: Int) -> ClosedRange<Int> {
    let first = max(run.lowerBound - 1, 0) >> Int(SV_BLOCK_SHIFT)
    return first...min((run.upperBound - 1) >> Int(SV_BLOCK_SHIFT), count - 1)
  }
}

extension ValidityMask {
  /// Calls `body` with column and row of every voxel of a slice without a measured value.
  func forEachInvalid(in size: GridDimensions, slice k: Int, body: (Int, Int) -> Void) {
    forEachInvalidRun(in: size, slice: k) { run, j in
      for i in run { body(i, j) }
    }
  }

  /// Calls `body` with runs of voxels of a slice without a measured value, each within a row;
  /// neighbouring ones may come apart.
  func forEachInvalidRun(
    in size: GridDimensions, slice k: Int, body: (_ i: Range<Int>, _ j: Int) -> Void
  ) {
    for word in 0..<wordsPerSlice {
      let first = word * 64
      let used = min(64, voxelsPerSlice - first)
      let inUse: UInt64 = used == 64 ? .max : (1 << UInt64(used)) - 1
      var missing = ~words[k * wordsPerSlice + word] & inUse
      while missing != 0 {
        let start = missing.trailingZeroBitCount
        let length = (~(missing >> UInt64(start))).trailingZeroBitCount
        Self.split(first + start..<first + start + length, columns: size.columns, body: body)
        missing &= start + length == 64 ? 0 : .max << UInt64(start + length)
      }
    }
  }

  /// Calls `body` with the parts of a slice's voxels that lie in one row each.
  private static func split(
    _ voxels: Range<Int>, columns: Int, body: (_ i: Range<Int>, _ j: Int) -> Void
  ) {
    var first = voxels.lowerBound
    while first < voxels.upperBound {
      let (j, i) = first.quotientAndRemainder(dividingBy: columns)
      let length = min(columns - i, voxels.upperBound - first)
      body(i..<i + length, j)
      first += length
    }
  }
}
