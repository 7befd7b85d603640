import CVolumes
import Locks

/// The words of a compact storage as loops see them.
@safe
final class WordBlock: @unchecked Sendable {
  // Sendable: the rescales never change; the words are written before a volume has them.
  let integers: StoredIntegers
  let voxelsPerSlice: Int
  let forLoops: SVWords
  private let rescales: UnsafeMutableBufferPointer<SVRescale>
  /// All voxels as floats, if somebody asked for that.
  private let made = Locked<VoxelBlock?>(nil)

  /// - Parameters:
  ///   - start: The first word.
  ///   - integers: How words become values.
  ///   - slices: How many slices there are.
  ///   - voxelsPerSlice: The words of one.
  init(
    _ start: UnsafeMutableRawPointer, integers: StoredIntegers, slices: Int, voxelsPerSlice: Int
  ) {
    self.integers = integers
    self.voxelsPerSlice = voxelsPerSlice
    // Loops look one slice ahead, behind the last one, too.
    unsafe rescales = .allocate(capacity: slices + 1)
    for k in 0...slices {
      let rescale = integers.rescale(ofSlice: min(k, slices - 1))
      unsafe rescales.initializeElement(
        at: k, to: SVRescale(slope: rescale.slope, intercept: rescale.intercept))
    }
    // The bits of 2²³, the smallest float whose last bit counts units, and those of a word make their
    // sum; a signed word whose sign bit is turned around has become larger by 2¹⁵.
    let sign: UInt32 = integers.isSigned ? 1 << 15 : 0
    let added = Double(0x1p23) + Double(sign)
    unsafe forLoops = SVWords(
      first: UnsafePointer(start.assumingMemoryBound(to: UInt16.self)),
      magic: Float(0x1p23).bitPattern | sign,
      offset: Float(integers.rescales[0].intercept - added), sign: Int32(sign),
      rescales: UnsafePointer(rescales.baseAddress))
  }

  deinit {
    unsafe rescales.deallocate()
    made.withLock { $0 }?.free()
  }

  /// What loops are to do with the words.
  var storage: SVStorage {
    integers.areShiftedValues ? SV_WORDS : SV_SCALED_WORDS
  }

  /// Whether all voxels are there as floats, too.
  var hasFloats: Bool { made.withLock { $0 != nil } }

  /// All voxels as floats, made once.
  ///
  /// - Throws: ``OutOfMemory``.
  func floats(_ count: Int, padding: Int) throws(OutOfMemory) -> VoxelBlock {
    try made.withLock { (kept) throws(OutOfMemory) in
      if let kept { return kept }
      let block = try VoxelBlock(bytes: count * MemoryLayout<Float>.stride + padding)
      unsafe copy(0..<count, to: block.start.bindMemory(to: Float.self, capacity: count))
      kept = block
      return block
    }
  }

  /// The value of one voxel.
  func value(at offset: Int) -> Float {
    let bits = unsafe forLoops.first[offset]
    let word = integers.isSigned ? Int(Int16(bitPattern: bits)) : Int(bits)
    return integers.rescale(ofSlice: offset / voxelsPerSlice).value(of: word)
  }

  /// Writes the values of some voxels.
  ///
  /// - Precondition: There are these voxels, and room for as many values.
  func copy(_ range: Range<Int>, to values: UnsafeMutablePointer<Float>) {
    let storage = storage
    var first = range.lowerBound
    while first < range.upperBound {
      let k = first / voxelsPerSlice
      let slice = k * voxelsPerSlice..<(k + 1) * voxelsPerSlice
      let end = storage == SV_WORDS ? range.upperBound : min(range.upperBound, slice.upperBound)
      unsafe withUnsafePointer(to: forLoops) { words in
        unsafe sv_values_of_words(
          words, storage, Int64(first), Int64(end - first), Int64(k),
          values + (first - range.lowerBound))
      }
      first = end
    }
  }
}
