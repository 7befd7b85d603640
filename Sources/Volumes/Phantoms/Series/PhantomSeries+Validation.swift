import Geometry
import VolumeModel

extension PhantomSeries {
  /// Returns normally if a series can be made of the parameters.
  ///
  /// - Throws: ``PhantomError/badParameter(_:)`` for the first one that is out of range.
  public func validate() throws(PhantomError) {
    let checks = [
      (dimensions.columns <= 65_535 && dimensions.rows <= 65_535, "at most 65535 columns, rows"),
      ((0..<3).allSatisfy { spacing[$0] > 0 && spacing[$0].isFinite }, "spacings above 0"),
      (abs(tiltDegrees) <= 60, "a tilt between -60 and 60 degrees"),
      (center.isFinite, "a finite centre"),
      (noise >= 0 && noise.isFinite, "noise of 0 or more"),
      (1...16 ~= supersampling, "supersampling from 1 to 16"),
      (Self.transferSyntaxes.contains(transferSyntax), "one of the native transfer syntaxes"),
      (isFormatSound, "1 to 16 bits (CT 12 to 16), a finite intercept, a slope above 0"),
      (
        oddities.namedSlices.allSatisfy((0..<dimensions.slices).contains),
        "odd slices between 0 and \(dimensions.slices - 1)"
      ),
      (
        Set(oddities.missingSlices + oddities.conflictingSlices).count
          < dimensions.slices,
        "at least one slice"
      ),
      (
        modality == .ct || format.slope == 1 && !oddities.hasSlopePerSlice,
        "slope 1 for MR, whose images have no rescale"
      ),
      (
        0..<0.5 * spacing.z ~= oddities.positionJitter,
        "a jitter below half the distance of slices"
      ),
      (
        oddities.paddingValue.map(format.range.contains) ?? true, "a padding value that fits"
      ),
    ]
    for (holds, text) in checks where !holds {
      throw .badParameter("a phantom needs \(text)")
    }
  }

  private var isFormatSound: Bool {
    // CT images store 12 to 16 bits (PS3.3 C.8.2.1.1.4).
    let bits = modality == .ct ? 12...16 : 1...16
    return bits ~= format.bitsStored && format.slope > 0 && format.slope.isFinite
      && format.intercept.isFinite
  }
}
