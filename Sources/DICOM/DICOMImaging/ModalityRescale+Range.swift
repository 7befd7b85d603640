import PixelCoding

extension ModalityRescale {
  /// Refuses numbers that leave nothing of stored values once they are floats.
  ///
  /// - Parameter format: How the values are stored.
  /// - Throws: ``ImageReadingError`` if values are larger than any float, or all become one.
  func check(_ format: PixelFormat) throws(ImageReadingError) {
    let ends = modalityEnds(of: format)
    guard ends.allSatisfy(\.isFinite) else {
      throw .attribute(
        "Rescale (slope \(slope), intercept \(intercept): values are larger than any float)")
    }
    // A slope of one stored bit may be small beside the intercept; all of them may not.
    guard ends[0] != ends[1] else {
      throw .attribute(
        "Rescale (slope \(slope), intercept \(intercept): all values become one float)")
    }
  }

  /// The modality values of the smallest and the largest value that a format can store, as floats.
  private func modalityEnds(of format: PixelFormat) -> [Float] {
    let count = Double(sign: .plus, exponent: format.bitsStored, significand: 1)
    let first = format.isSigned ? -count / 2 : 0
    return [first, first + count - 1].map { Float(slope * $0 + intercept) }
  }

  /// How far apart the floats are that values near the intercept become, in modality units; nil if
  /// that is no more than half the slope, so that stored values stay apart.
  public var coarseStep: Double? {
    let step = Double(Float(abs(intercept)).ulp)
    return step > abs(slope) / 2 ? step : nil
  }
}
