import CKernels
import VolumeModel
import WorkScheduling

/// A validity mask in the form in which the loops look things up: padded words, and a byte
/// for each 8×8×8 cells that says whether a look is needed.
@safe
final class ValidityLookup: @unchecked Sendable {
  // Sendable: written by `init` only.
  let words: UnsafePointer<UInt64>
  let suspects: UnsafePointer<UInt8>
  /// A byte for each row of voxels: 0 where all are valid.
  let rowSuspects: UnsafePointer<UInt8>
  let wordsPerSlice: Int
  /// The memory that all of it takes.
  let byteCount: Int

  /// Looks at every voxel of a mask.
  ///
  /// - Throws: `WorkCancelled`.
  init(_ mask: ValidityMask, _ size: GridDimensions, _ context: WorkContext) throws {
    let (wordCount, rowCount) = (mask.words.count + 1, size.rows * size.slices)
    let blocks = size.ijk.map { ($0 + 7) / 8 }
    let blockCount = blocks.reduce(1, *)
    wordsPerSlice = mask.wordsPerSlice
    byteCount = 8 * wordCount + rowCount + blockCount
    let copy = UnsafeMutablePointer<UInt64>.allocate(capacity: wordCount)
    for (index, word) in mask.words.enumerated() { unsafe copy[index] = word }
    unsafe copy[wordCount - 1] = 0
    let rows = SharedBytes(count: rowCount)
    let cells = SharedBytes(count: blockCount)
    unsafe words = UnsafePointer(copy)
    unsafe rowSuspects = UnsafePointer(rows.base)
    unsafe suspects = UnsafePointer(cells.base)
    // Everything is there already, so that `deinit` frees it when the work is cancelled.
    try context.forEach(size.slices) { k in
      // SAFETY: every item has the rows of its slice to itself.
      mask.forEachInvalid(in: size, slice: k) { _, j in unsafe rows.base[k * size.rows + j] = 1 }
    }
    try context.forEach(blocks[2]) { layer in
      unsafe Self.mark(layer, of: mask, size, blocks, cells.base + layer * blocks[0] * blocks[1])
    }
  }

  /// Marks one layer of cells: a voxel belongs to the cells that begin at it and one before it.
  private static func mark(
    _ layer: Int, of mask: ValidityMask, _ size: GridDimensions, _ blocks: [Int],
    _ cells: UnsafeMutablePointer<UInt8>
  ) {
    for k in layer * 8..<min(layer * 8 + 9, size.slices) {
      mask.forEachInvalid(in: size, slice: k) { i, j in
        // SAFETY: the voxel lies in the grid, so its cells do.
        for cellRow in max(j - 1, 0) / 8...j / 8 {
          let row = cellRow * blocks[0]
          unsafe cells[row + max(i - 1, 0) / 8] = 1
          unsafe cells[row + i / 8] = 1
        }
      }
    }
  }

  /// Whether a voxel of the grid is valid.
  func isValid(_ i: Int, _ j: Int, _ k: Int, _ size: GridDimensions) -> Bool {
    let within = j * size.columns + i
    // SAFETY: the voxel lies in the grid.
    return unsafe words[k * wordsPerSlice + within >> 6] >> UInt64(within & 63) & 1 == 1
  }

  deinit {
    unsafe words.deallocate()
    unsafe suspects.deallocate()
    unsafe rowSuspects.deallocate()
  }

  /// Bytes, 0 at first, that several workers write, each its own.
  @safe
  private struct SharedBytes: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt8>

    init(count: Int) {
      unsafe base = .allocate(capacity: count)
      unsafe base.initialize(repeating: 0, count: count)
    }
  }
}

extension ValidityMask {
  /// Calls `body` with column and row of every voxel of a slice without a measured value.
  func forEachInvalid(in size: GridDimensions, slice k: Int, _ body: (Int, Int) -> Void) {
    for word in 0..<wordsPerSlice {
      let first = word * 64
      let used = min(64, voxelsPerSlice - first)
      let inUse: UInt64 = used == 64 ? .max : (1 << UInt64(used)) - 1
      var missing = ~words[k * wordsPerSlice + word] & inUse
      while missing != 0 {
        let within = first + missing.trailingZeroBitCount
        body(within % size.columns, within / size.columns)
        missing &= missing - 1
      }
    }
  }
}
