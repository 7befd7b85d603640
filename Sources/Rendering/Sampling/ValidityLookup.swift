import CKernels
import VolumeModel

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

  init(_ mask: ValidityMask, _ size: GridDimensions) {
    wordsPerSlice = mask.wordsPerSlice
    let copy = UnsafeMutablePointer<UInt64>.allocate(capacity: mask.words.count + 1)
    for (index, word) in mask.words.enumerated() { unsafe copy[index] = word }
    unsafe copy[mask.words.count] = 0
    unsafe words = UnsafePointer(copy)
    unsafe suspects = Self.suspects(mask, size)
    unsafe rowSuspects = Self.rowSuspects(mask, size)
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

  private static func rowSuspects(
    _ mask: ValidityMask, _ size: GridDimensions
  ) -> UnsafePointer<UInt8> {
    let count = size.rows * size.slices
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    unsafe bytes.initialize(repeating: 0, count: count)
    // SAFETY: the voxel lies in the grid.
    mask.forEachInvalid(in: size) { _, j, k in unsafe bytes[k * size.rows + j] = 1 }
    return unsafe UnsafePointer(bytes)
  }

  private static func suspects(
    _ mask: ValidityMask, _ size: GridDimensions
  ) -> UnsafePointer<UInt8> {
    let blocks = size.ijk.map { ($0 + 7) / 8 }
    let count = blocks[0] * blocks[1] * blocks[2]
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    unsafe bytes.initialize(repeating: 0, count: count)
    // A voxel belongs to the cell that begins at it and to those that begin one before.
    func mark(_ i: Int, _ j: Int, _ k: Int) {
      for bk in Set([k / 8, max(k - 1, 0) / 8]) {
        for bj in Set([j / 8, max(j - 1, 0) / 8]) {
          for bi in Set([i / 8, max(i - 1, 0) / 8]) {
            // SAFETY: the voxel lies in the grid, so its blocks do.
            unsafe bytes[(bk * blocks[1] + bj) * blocks[0] + bi] = 1
          }
        }
      }
    }
    mask.forEachInvalid(in: size, mark)
    return unsafe UnsafePointer(bytes)
  }
}

extension ValidityMask {
  /// Calls `body` with the indices of every voxel without a measured value.
  func forEachInvalid(in size: GridDimensions, _ body: (Int, Int, Int) -> Void) {
    for k in 0..<size.slices {
      for word in 0..<wordsPerSlice {
        let first = word * 64
        let used = min(64, voxelsPerSlice - first)
        let inUse: UInt64 = used == 64 ? .max : (1 << UInt64(used)) - 1
        var missing = ~words[k * wordsPerSlice + word] & inUse
        while missing != 0 {
          let within = first + missing.trailingZeroBitCount
          body(within % size.columns, within / size.columns, k)
          missing &= missing - 1
        }
      }
    }
  }
}
