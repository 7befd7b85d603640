import DICOMImaging

/// Compares the pixels of slices, which is done only where their headers leave no other way.
struct PixelComparison: Sendable {
  let frames: FrameReader

  /// Whether two slices hold the same values; false if one of them cannot be read.
  func areEqual(_ a: SliceSource, _ b: SliceSource) -> Bool {
    guard a.format == b.format, a.tile == b.tile, a.frame.rescale == b.frame.rescale,
      a.frame.modalityLUT == b.frame.modalityLUT,
      let values = values(of: a)
    else { return false }
    return values == self.values(of: b)
  }

  /// Whether all pixels of a slice are the same: such slices are equal without being one.
  func isBlank(_ slice: SliceSource) -> Bool {
    guard let values = values(of: slice), let first = values.first else { return true }
    return values.allSatisfy { $0 == first }
  }

  /// Pixels that cannot be read are no match; loading says what is wrong with them.
  private func values(of slice: SliceSource) -> [Int32]? {
    try? frames.storedValues(ofFrame: slice.frameIndex, of: slice.image)
  }
}
