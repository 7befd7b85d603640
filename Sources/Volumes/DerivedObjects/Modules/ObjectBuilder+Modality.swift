import DICOMImaging
import DICOMModel
import VolumeModel

extension ObjectBuilder {
  /// CT Image (PS3.3 C.8.2.1) and Contrast/Bolus.
  mutating func setCT(_ quantisation: ValueQuantisation, unit: String?) {
    // Value 3 of CT is AXIAL or LOCALIZER; axial means any plane across a volume (C.8.2.1.1.1).
    set.set(.imageType, strings: ["DERIVED", "SECONDARY", "AXIAL"])
    setRescale(quantisation, unit: unit ?? "US")
    takeOrLeaveEmpty([.kvp, .acquisitionNumber, .patientPosition])
    take([.convolutionKernel])
    takeAcquisition()
  }

  /// MR Image (PS3.3 C.8.3.1) and Contrast/Bolus.
  ///
  /// The module knows no rescale, so that there is none where values are stored as they are;
  /// where they are not, it stands there as a standard extension that all readers apply.
  mutating func setMR(_ quantisation: ValueQuantisation, unit: String?) {
    set.set(.imageType, strings: ["DERIVED", "SECONDARY", flavorOfMR])
    if quantisation.slope != 1 || quantisation.intercept != 0 {
      setRescale(quantisation, unit: unit ?? "US")
    }
    set.set(.scanningSequence, strings: scanningSequence)
    take([.sequenceVariant])
    if set.string(.sequenceVariant) == nil { set.set(.sequenceVariant, string: "NONE") }
    takeOrLeaveEmpty([
      .scanOptions, .mrAcquisitionType, .repetitionTime, .echoTime, .echoTrainLength,
      .acquisitionNumber, .patientPosition,
    ])
    if set.double(.echoTime) == nil, let time = source?.common.double(.effectiveEchoTime) {
      set.set(.echoTime, double: time)
    }
    take([
      .inversionTime, .triggerTime, .sequenceName, .magneticFieldStrength, .imagingFrequency,
      .imagedNucleus, .numberOfAverages, .flipAngle, .echoNumbers,
    ])
    if scanningSequence.contains("IR"), !set.contains(.inversionTime) { setEmpty(.inversionTime) }
    takeAcquisition()
  }

  /// Scanning Sequence, by the pulse sequence of an enhanced image if it is one.
  private var scanningSequence: [String] {
    if let known = source?.common.strings(.scanningSequence), known.first?.isEmpty == false {
      return known
    }
    switch source?.common.string(.echoPulseSequence) {
    case "SPIN": return ["SE"]
    case "GRADIENT": return ["GR"]
    case "BOTH": return ["SE", "GR"]
    default: return ["RM"]
    }
  }

  /// PET Series, PET Isotope, PET Image and NM/PET Patient Orientation (PS3.3 C.8.9).
  mutating func setPET(
    _ quantisation: ValueQuantisation, unit: String?, index: Int, count: Int
  ) throws(DerivedObjectError) {
    // Value 2 is always PRIMARY (C.8.9.4.1.1).
    set.set(.imageType, strings: ["DERIVED", "PRIMARY"])
    try require([
      (.countsSource, "Counts Source"), (.seriesType, "Series Type"),
      (.decayCorrection, "Decay Correction"), (.frameReferenceTime, "Frame Reference Time"),
      (.actualFrameDuration, "Actual Frame Duration"),
    ])
    try setUnits(unit)
    setRescale(quantisation, unit: nil)
    set.set(.imageIndex, integer: index + 1)
    set.set(.numberOfSlices, integer: count)
    takeOrLeaveEmpty([
      .correctedImage, .collimatorType, .radiopharmaceuticalInformationSequence,
      .patientOrientationCodeSequence, .patientGantryRelationshipCodeSequence,
    ])
    take([
      .randomsCorrectionMethod, .attenuationCorrectionMethod, .scatterCorrectionMethod,
      .reconstructionMethod, .doseCalibrationFactor, .decayFactor, .triggerTime,
      .convolutionKernel,
    ])
    if !set.contains(.decayFactor), set.string(.decayCorrection) != "NONE" {
      set.copy(.decayFactor, from: source?.middle ?? DataSet())
    }
    setPETTimes()
    takeAcquisition()
  }

  /// Units of the values: the source's, or what they were turned into.
  private mutating func setUnits(_ unit: String?) throws(DerivedObjectError) {
    guard let unit = unit ?? source?.common.string(.units) else { throw .sourceLacks("Units") }
    // Standardised uptake values are grams a millilitre (C.8.9.1.1.3), of body weight if not said.
    let isUptake = ["g/ml", "suv", "suvbw"].contains(unit.lowercased())
    set.set(.units, string: isUptake ? "GML" : unit)
    if isUptake { set.set(.suvType, string: "BW") }
  }

  /// Decay correction refers to these times, so that they are the source's even where the series
  /// is made today.
  private mutating func setPETTimes() {
    if options.isAnonymous {
      for tag in Self.petTimes { setEmpty(tag) }
      // Their types allow no empty value; these say nothing of anybody.
      set.set(.seriesDate, string: "19000101")
      set.set(.seriesTime, string: "000000")
      return
    }
    for tag in Self.petTimes { set.copy(tag, from: source?.middle ?? DataSet()) }
    takeOrLeaveEmpty([.acquisitionDate, .acquisitionTime])
  }

  private static let petTimes: [Tag] = [
    .seriesDate, .seriesTime, .acquisitionDate, .acquisitionTime,
  ]

  /// Takes over what must have a value (type 1): of all images, else of the one in the middle.
  private mutating func require(_ tags: [(Tag, String)]) throws(DerivedObjectError) {
    for (tag, name) in tags {
      take([tag])
      if set.bytes(tag)?.isEmpty ?? true { set.copy(tag, from: source?.middle ?? DataSet()) }
      guard set.bytes(tag)?.isEmpty == false else { throw .sourceLacks(name) }
    }
  }

  /// Value 3 of Image Type of an MR image (C.8.3.1.1.1).
  private var flavorOfMR: String {
    let projections: Set<Derivation.Process> = [
      .maximumProjection, .minimumProjection, .meanProjection,
    ]
    if derivation.processes == [.slices] || derivation.processes == [.spatialResampling] {
      return "OTHER"
    }
    return projections.isDisjoint(with: derivation.processes) ? "MPR" : "PROJECTION IMAGE"
  }

  private mutating func setRescale(_ quantisation: ValueQuantisation, unit: String?) {
    set.set(.rescaleIntercept, double: quantisation.intercept)
    set.set(.rescaleSlope, double: quantisation.slope)
    guard let unit else { return }
    // A text of the files unless it is known as a unit.
    let isTold = !options.isAnonymous || KnownUnit.contains(unit)
    set.set(.rescaleType, string: isTold ? Self.cut(unit, length: 64) : "US")
  }

  /// When and with what contrast agent the source was acquired.
  private mutating func takeAcquisition() {
    take([
      .contrastBolusRoute, .contrastBolusVolume, .contrastBolusTotalDose,
      .contrastBolusIngredient, .contrastBolusIngredientConcentration, .contrastFlowRate,
      .contrastFlowDuration,
    ])
    if options.isAnonymous {
      // PS3.15 Table E.1-1: Contrast/Bolus Agent is emptied, its times go.
      if source?.common.contains(.contrastBolusAgent) == true { setEmpty(.contrastBolusAgent) }
      return
    }
    take([
      .contrastBolusAgent, .contrastBolusStartTime, .contrastBolusStopTime, .acquisitionDate,
      .acquisitionTime,
    ])
    // Enhanced images name the agent by a code, in a sequence that classic ones have otherwise.
    if !set.contains(.contrastBolusAgent),
      let agent = source?.common.item(.contrastBolusAgentSequence)?.string(.codeMeaning)
    {
      set.set(.contrastBolusAgent, string: agent)
    }
  }
}
