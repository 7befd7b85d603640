import DICOMModel

/// What a PET image says that standardised uptake values depend on (PS3.3 C.8.9.1, C.8.9.2 and,
/// for enhanced objects, C.8.22).
public struct PETFacts: Hashable, Sendable {
  /// Units (0054,1001), in enhanced objects Rescale Type, as `BQML`.
  let units: String?
  /// SUV Type (0054,1006): what values in GML were divided by.
  let suvType: String?
  /// Decay Correction (0054,1102): to which moment activities were corrected.
  let decayCorrection: String?
  /// Corrected Image (0028,0051), as `DECY`, `ATTN`; nil if it is not said.
  let corrections: Set<String>?
  /// Kilograms.
  let weight: Double?
  /// Becquerels at the time of the injection.
  let dose: Double?
  /// Seconds.
  let halfLife: Double?
  /// When the dose was given.
  let injection: Injection?
  let seriesTime: ClockTime?
  let acquisitionTime: ClockTime?
  /// GE's own note of the beginning of the scan.
  let privateScanTime: ClockTime?
  /// The moment that an enhanced object names as that of its decay correction.
  let decayTime: ClockTime?
  /// Philips: SUV for one unit, and becquerels per millilitre for one unit.
  let philips: PhilipsPETFactors

  /// A moment of which the date may be unknown.
  enum Injection: Hashable {
    case moment(ClockTime)
    /// Seconds since midnight.
    case timeOfDay(Double)
  }

  init(_ dataSet: DataSet) {
    units = dataSet.string(.units) ?? dataSet.string(.rescaleType)
    suvType = dataSet.string(Self.suvTypeTag)
    let drug = dataSet.item(.radiopharmaceuticalInformationSequence)
    func positive(_ value: Double?) -> Double? {
      value.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
    dose = positive(drug?.double(.radionuclideTotalDose))
    halfLife = positive(drug?.double(.radionuclideHalfLife))
    injection = Self.injection(drug)
    weight = positive(dataSet.double(.patientWeight))
    seriesTime = Self.time(dataSet, date: .seriesDate, time: .seriesTime)
    acquisitionTime =
      Self.time(dataSet, date: .acquisitionDate, time: .acquisitionTime)
      ?? dataSet.string(.acquisitionDateTime).flatMap(ClockTime.init(dateTime:))
    privateScanTime = GEScanTime.moment(dataSet)
    decayTime = dataSet.string(Self.decayTimeTag).flatMap(ClockTime.init(dateTime:))
    // Enhanced objects say YES and NO where classic ones list what was done.
    let isDecayCorrected = dataSet.string(Self.decayCorrectedTag)
    decayCorrection =
      dataSet.string(.decayCorrection) ?? (isDecayCorrected == "YES" ? "START" : isDecayCorrected)
    corrections =
      dataSet.strings(.correctedImage).map(Set.init)
      ?? (isDecayCorrected == "YES" && dataSet.string(Self.attenuationCorrectedTag) == "YES"
        ? ["DECY", "ATTN"] : nil)
    philips = PhilipsPETFactors(dataSet)
  }

  private static func time(_ dataSet: DataSet, date: Tag, time: Tag) -> ClockTime? {
    guard let date = dataSet.string(date), let time = dataSet.string(time) else { return nil }
    return ClockTime(date: date, time: time)
  }

  private static func injection(_ drug: DataSet?) -> Injection? {
    let moment = drug?.string(.radiopharmaceuticalStartDateTime)
    if let moment = moment.flatMap(ClockTime.init(dateTime:)) { return .moment(moment) }
    let time = drug?.string(.radiopharmaceuticalStartTime)
    return time.flatMap { ClockTime(date: nil, time: $0) }.map { .timeOfDay($0.seconds) }
  }

  private static let suvTypeTag = Tag(0x0054, 0x1006)
  private static let decayTimeTag = Tag(0x0018, 0x9701)
  private static let decayCorrectedTag = Tag(0x0018, 0x9758)
  private static let attenuationCorrectedTag = Tag(0x0018, 0x9759)
}
