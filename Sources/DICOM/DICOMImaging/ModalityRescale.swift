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
  /// Whether the file says the intercept: without it stored values are nothing but that.
  public let isStated: Bool
  /// Whether the file says the slope.
  public let statesSlope: Bool

  /// Creates a rescale.
  public init(slope: Double = 1, intercept: Double = 0, type: String? = nil) {
    self.slope = slope
    self.intercept = intercept
    self.type = type
    isStated = false
    statesSlope = false
  }

  /// Reads the rescale of a frame; absent attributes mean identity.
  ///
  /// Dose Grid Scaling (3004,000E) is the slope of an RT Dose, and Dose Units its type.
  ///
  /// - Throws: ``ImageReadingError`` if a number is not finite or the slope is 0.
  package init(_ dataSet: FrameAttributes) throws(ImageReadingError) {
    func number(_ tag: Tag, name: String, absent: Double) throws(ImageReadingError) -> Double {
      guard let bytes = dataSet.bytes(tag), !bytes.isEmpty else { return absent }
      guard let value = dataSet.double(tag), value.isFinite else {
        throw .attribute(name + dataSet.shownValue(tag))
      }
      return value
    }
    if dataSet.string(.modality) == "RTDOSE" {
      slope = try number(.doseGridScaling, name: "Dose Grid Scaling", absent: 1)
      guard slope != 0 else { throw .attribute("Dose Grid Scaling (it is 0)") }
      intercept = 0
      type = dataSet.string(.doseUnits)
      isStated = true
      statesSlope = true
      return
    }
    slope = try number(.rescaleSlope, name: "Rescale Slope", absent: 1)
    intercept = try number(.rescaleIntercept, name: "Rescale Intercept", absent: 0)
    type = dataSet.string(.rescaleType).flatMap { $0.isEmpty ? nil : $0 }
    isStated = dataSet.bytes(.rescaleIntercept)?.isEmpty == false
    statesSlope = dataSet.bytes(.rescaleSlope)?.isEmpty == false
    guard slope != 0 else { throw .attribute("Rescale Slope (it is 0)") }
  }
}
