package import DICOMModel
import PixelCoding

extension DataSet {
  /// The data set with its native pixels in the order of bytes that its other values have: GE's private
  /// syntax has them in the other one.
  ///
  /// - Parameter syntax: The one that it was read in.
  /// - Returns: The same samples; the data set itself where the syntax has one order for all.
  /// - Throws: ``ImageReadingError`` for samples that are no 16-bit words, nor two in each.
  package func withPixelsInOrder(
    readIn syntax: TransferSyntax
  ) throws(ImageReadingError) -> DataSet {
    guard syntax.pixelByteOrder != syntax.byteOrder, let stored = bytes(.pixelData) else {
      return self
    }
    let bits = try ImagePixels(self).format.bitsAllocated
    guard [8, 16].contains(bits) else { throw .pixels(.unsupportedBitsAllocated(bits)) }
    guard stored.count.isMultiple(of: 2) else {
      throw .pixels(.truncated(needed: stored.count + 1, available: stored.count))
    }
    var words = Array(stored)
    for place in stride(from: 0, to: words.count, by: 2) { words.swapAt(place, place + 1) }
    var swapped = self
    swapped.set(.pixelData, vr: .ow, bytes: words)
    return swapped
  }
}
