import VolumeModel

/// The words of a validity mask while slices are filled in parallel.
@safe
final class MaskWords: @unchecked Sendable {
  // Sendable: every slice has words of its own, and is filled by one worker.
  private let words: UnsafeMutableBufferPointer<UInt64>
  private let perSlice: Int

  init(dimensions: GridDimensions) {
    perSlice = ValidityMask.wordsPerSlice(of: dimensions)
    unsafe words = .allocate(capacity: perSlice * dimensions.slices)
    unsafe words.initialize(repeating: 0)
  }

  deinit {
    unsafe words.deallocate()
  }

  func withSlice<Result>(
    _ slice: Int, body: (UnsafeMutableBufferPointer<UInt64>) throws -> Result
  ) rethrows -> Result {
    let range = slice * perSlice..<(slice + 1) * perSlice
    return try unsafe body(UnsafeMutableBufferPointer(rebasing: words[range]))
  }

  /// Marks the first `count` pixels of a slice as valid.
  static func fill(_ words: UnsafeMutableBufferPointer<UInt64>, count: Int) {
    for word in words.indices { unsafe words[word] = full(word, count: count) }
  }

  /// A word of a slice whose first `count` pixels are valid.
  private static func full(_ word: Int, count: Int) -> UInt64 {
    let bits = min(64, count - word * 64)
    return bits == 64 ? .max : (1 << UInt64(max(0, bits))) - 1
  }

  /// The finished mask; nil if all voxels are valid.
  func validity(_ dimensions: GridDimensions) -> ValidityMask? {
    let isAllValid = (0..<dimensions.slices).allSatisfy { slice in
      unsafe withSlice(slice) { words in
        words.indices.allSatisfy {
          unsafe words[$0] == Self.full($0, count: dimensions.voxelsPerSlice)
        }
      }
    }
    return isAllValid ? nil : unsafe ValidityMask(dimensions: dimensions, words: Array(words))
  }
}
