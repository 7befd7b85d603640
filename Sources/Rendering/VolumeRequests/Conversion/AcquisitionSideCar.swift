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
  ///   - loader: What reads the volume's headers.
  /// - Throws: `LoadError` if the files cannot be read again.
  public init(
    of plan: VolumePlan, phases: [Int], software: SoftwareName, loader: VolumeLoader
  ) throws {
    let source = try loader.sourceImages(of: plan).common
    for (key, tag) in Self.texts { add(key, value: source.string(tag).map(JSONValue.text)) }
    for (key, tag) in Self.lists { add(key, value: Self.list(source.strings(tag))) }
    for (key, tag, factor) in Self.numbers {
      add(key, value: source.double(tag).map { JSONValue.number(Self.scaled($0, by: factor)) })
    }
    add("PhaseEncodingAxis", value: Self.axis(source.string(Tag(0x0018, 0x1312))))
    add("Units", value: plan.attributes.unit.map(JSONValue.text))
    try addPhases(phases, of: plan, loader: loader)
    add(
      "SliceTiming",
      value: try Self.sliceTimes(of: plan, loader: loader).map { .list($0.map(JSONValue.number)) })
    entries["ConversionSoftware"] = .text(software.name)
    entries["ConversionSoftwareVersion"] = .text(software.version)
  }

  /// Writes the entries.
  public func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }

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

  /// Seconds of each slice: those of the frames, or of a Siemens mosaic's tiles in (0019,xx29).
  private static func sliceTimes(
    of plan: VolumePlan, loader: VolumeLoader
  ) throws -> [Double]? {
    if let times = plan.sliceTimes(ofPhase: 0) { return times }
    let set = try loader.attributes(ofFile: plan.middlePath)
    let count = plan.geometry.dimensions.slices
    guard set.strings(.imageType)?.contains("MOSAIC") == true,
      let creator = set.elements(from: Tag(0x0019, 0x0010), through: Tag(0x0019, 0x00FF))
        .first(where: { set.string($0.tag) == "SIEMENS MR HEADER" }),
      let times = set.doubles(Tag(0x0019, creator.tag.element << 8 | 0x29), as: .fd),
      times.count == count, Set(times).count > 1, let first = times.min()
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
