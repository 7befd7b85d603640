import DICOMImaging
import DICOMModel
public import SeriesLoading
import StableJSON
import VolumeFiles
import VolumeModel

/// What a series states of its acquisition, in the words and units of BIDS (seconds, degrees, tesla);
/// nothing of patients, people, places and dates.
///
/// A key is there only where all images agree.
public struct AcquisitionSideCar: Encodable, Sendable {
  /// The fourth axis of the file.
  private struct FourthAxis: Encodable {
    let name: String
    let values: [JSONValue]

    enum CodingKeys: String, CodingKey {
      case name = "Name"
      case values = "Values"
    }
  }

  private var entries: [String: JSONValue] = [:]

  /// Collects what a series states.
  ///
  /// - Parameters:
  ///   - plan: The volume; it comes from a series.
  ///   - phases: Its phases that are written.
  ///   - software: The program that writes them.
  ///   - tellsTexts: Whether texts of the files are told that are no known codes.
  ///   - loader: What reads the volume's headers.
  /// - Throws: `LoadError` if the files cannot be read again.
  public init(
    of plan: VolumePlan, phases: [Int], software: SoftwareName, tellsTexts: Bool = false,
    loader: VolumeLoader
  ) throws {
    let source = try loader.sourceImages(of: plan).common
    for (key, tag) in Self.texts where tellsTexts || Self.isCode(tag, in: source) {
      add(key, value: source.string(tag).map(JSONValue.text))
    }
    for (key, tag) in Self.lists {
      let values = source.strings(tag)?.filter { tellsTexts || CodedTerms.contains($0, of: tag) }
      add(key, value: Self.list(values))
    }
    for (key, tag, factor) in Self.numbers {
      add(key, value: source.double(tag).map { JSONValue.number(Self.scaled($0, by: factor)) })
    }
    add("PhaseEncodingAxis", value: Self.axis(source.string(Tag(0x0018, 0x1312))))
    let attributes = tellsTexts ? plan.attributes : plan.attributes.anonymous
    add("Units", value: attributes.unit.map(JSONValue.text))
    try addPhases(phases, of: plan, loader: loader)
    add(
      "SliceTiming",
      value: try Self.sliceTimes(of: plan, loader: loader).map { .list($0.map(JSONValue.number)) })
    entries["ConversionSoftware"] = .text(software.name)
    entries["ConversionSoftwareVersion"] = .text(software.version)
  }

  /// Writes the entries.
  public func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }

  /// Whether a text is a known code, or the name of a maker that others share.
  private static func isCode(_ tag: Tag, in source: DataSet) -> Bool {
    guard let value = source.string(tag) else { return false }
    return tag == .manufacturer
      ? makers.contains { value.uppercased() == $0 } : CodedTerms.contains(value, of: tag)
  }

  private static let makers = [
    "SIEMENS", "SIEMENS HEALTHINEERS", "SIEMENS HEALTHCARE GMBH", "GE MEDICAL SYSTEMS",
    "GE HEALTHCARE",
    "PHILIPS", "PHILIPS MEDICAL SYSTEMS", "PHILIPS HEALTHCARE", "MARCONI MEDICAL SYSTEMS", "PICKER",
    "TOSHIBA", "TOSHIBA_MEC", "CANON", "CANON_MEC", "CANON MEDICAL SYSTEMS", "HITACHI",
    "HITACHI MEDICAL CORPORATION", "FUJIFILM HEALTHCARE CORPORATION", "UIH", "BRUKER",
    "BRUKER BIOSPIN MRI GMBH", "ELSCINT", "ESAOTE", "HYPERFINE", "NEUSOFT", "MEDISO", "VARIAN",
  ]

  private mutating func add(_ key: String, value: JSONValue?) {
    if let value { entries[key] = value }
  }

  /// What the fourth axis is, and its times.
  private mutating func addPhases(
    _ phases: [Int], of plan: VolumePlan, loader: VolumeLoader
  ) throws {
    guard phases.count > 1 else { return }
    let axes = plan.phaseAxes.map { axis in
      FourthAxis(name: axis.name, values: axis.values.map(JSONValue.init))
    }
    entries["FourthDimension"] = .list(try axes.map { try JSONValue($0) })
    if let times = try loader.phaseTimes(of: plan) {
      entries["RepetitionTime"] = .number(times.step)
    }
    if axes.count == 1, ["Echo Time", "Effective Echo Time"].contains(axes[0].name) {
      let times = plan.phaseAxes[0].values.compactMap { value -> JSONValue? in
        if case .number(let number) = value { .number(Self.scaled(number, by: 1e-3)) } else { nil }
      }
      entries["EchoTime"] = .list(times)
    }
  }

  /// Seconds of each slice: those of the frames, or of a mosaic's tiles.
  private static func sliceTimes(
    of plan: VolumePlan, loader: VolumeLoader
  ) throws -> [Double]? {
    if let times = plan.sliceTimes(ofPhase: 0) { return times }
    let set = try loader.attributes(ofFile: plan.middlePath)
    let count = plan.geometry.dimensions.slices
    guard let times = SiemensSliceTimes.milliseconds(set, count: count), Set(times).count > 1,
      let first = times.min()
    else { return nil }
    return times.map { (($0 - first) * 1e3).rounded() / 1e6 }
  }

  /// Which axis of the picture phases are encoded along; the file does not say in which direction.
  private static func axis(_ direction: String?) -> JSONValue? {
    switch direction {
    case "ROW", "ROWS": .text("i")
    case "COL", "COLUMN": .text("j")
    default: nil
    }
  }

  private static func list(_ texts: [String]?) -> JSONValue? {
    let texts = (texts ?? []).filter { !$0.isEmpty }
    return texts.isEmpty ? nil : .list(texts.map(JSONValue.text))
  }

  /// A number in another unit, without the dust that the factor brings.
  private static func scaled(_ number: Double, by factor: Double) -> Double {
    factor == 1e-3 ? number / 1000 : number * factor
  }

  private static let texts: [(String, Tag)] = [
    ("Modality", .modality), ("Manufacturer", .manufacturer),
    ("ManufacturersModelName", .manufacturerModelName), ("BodyPartExamined", .bodyPartExamined),
    ("PatientPosition", .patientPosition), ("MRAcquisitionType", .mrAcquisitionType),
    ("ConvolutionKernel", .convolutionKernel), ("DecayCorrection", .decayCorrection),
  ]

  private static let lists: [(String, Tag)] = [
    ("ImageType", .imageType), ("ScanningSequence", .scanningSequence),
    ("SequenceVariant", .sequenceVariant), ("ScanOptions", .scanOptions),
  ]

  private static let numbers: [(String, Tag, Double)] = [
    ("MagneticFieldStrength", .magneticFieldStrength, 1),
    ("RepetitionTime", .repetitionTime, 1e-3), ("EchoTime", .echoTime, 1e-3),
    ("InversionTime", .inversionTime, 1e-3), ("FlipAngle", .flipAngle, 1),
    ("EchoTrainLength", .echoTrainLength, 1), ("ImagingFrequency", .imagingFrequency, 1),
    ("SliceThickness", .sliceThickness, 1), ("SpacingBetweenSlices", .spacingBetweenSlices, 1),
    ("PixelBandwidth", Tag(0x0018, 0x0095), 1), ("XRayTubeVoltage", .kvp, 1),
  ]
}

extension JSONValue {
  /// A value of an axis.
  fileprivate init(_ value: PhaseAxis.Value) {
    switch value {
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    }
  }
}
