import DICOMModel

/// How stored values become modality values (PS3.3 C.11.1): output = slope · stored +
/// intercept.
public struct ModalityRescale: Hashable, Sendable {
  /// Modality units for one stored unit; never 0.
  public let slope: Double
  /// The modality value of the stored value 0.
  public let intercept: Double
  /// Rescale Type, as `HU`, if the file gives one.
  public let type: String?

  /// Creates a rescale.
  public init(slope: Double = 1, intercept: Double = 0, type: String? = nil) {
    (self.slope, self.intercept, self.type) = (slope, intercept, type)
  }

  /// Reads the rescale of a frame; absent attributes mean identity.
  ///
  /// - Throws: ``ImageReadingError`` if a number is not finite, the slope is 0, or values go
  ///   through a Modality LUT Sequence, which is not a rescale.
  init(_ dataSet: FrameAttributes) throws(ImageReadingError) {
    func number(_ tag: Tag, _ name: String, absent: Double) throws(ImageReadingError) -> Double {
      guard let bytes = dataSet.bytes(tag), !bytes.isEmpty else { return absent }
      guard let value = dataSet.double(tag), value.isFinite else { throw .attribute(name) }
      return value
    }
    if dataSet[.modalityLUTSequence].items(.modalityLUTSequence)?.isEmpty == false {
      throw .attribute("a rescale (values go through a Modality LUT, which is not supported)")
    }
    slope = try number(.rescaleSlope, "Rescale Slope", absent: 1)
    intercept = try number(.rescaleIntercept, "Rescale Intercept", absent: 0)
    type = dataSet.string(.rescaleType).flatMap { $0.isEmpty ? nil : $0 }
    guard slope != 0 else { throw .attribute("Rescale Slope (it is 0)") }
  }
}
