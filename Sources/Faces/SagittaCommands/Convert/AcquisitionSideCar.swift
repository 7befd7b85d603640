import Sagitta

/// What a series states of its acquisition, in the words and units of BIDS (seconds, degrees, tesla);
/// nothing of patients, people, places and dates.
///
/// A key is there only where all images agree.
struct AcquisitionSideCar: Encodable {
  /// The fourth axis of the file.
  struct FourthAxis: Encodable {
    let name: String
    let values: [PhaseAxisJSON.Value]

    enum CodingKeys: String, CodingKey {
      case name = "Name"
      case values = "Values"
    }
  }

  private var entries: [String: JSONValue] = [:]

  init(_ plan: VolumePlan, _ phases: [Int], _ loader: VolumeLoader) throws {
    let source = try loader.sourceImages(of: plan).common
    for (key, tag) in Self.texts { add(key, source.string(tag).map(JSONValue.text)) }
    for (key, tag) in Self.lists { add(key, Self.list(source.strings(tag))) }
    for (key, tag, factor) in Self.numbers {
      add(key, source.double(tag).map { JSONValue.number(Self.scaled($0, factor)) })
    }
    add("PhaseEncodingAxis", Self.axis(source.string(Tag(0x0018, 0x1312))))
    add("Units", plan.attributes.unit.map(JSONValue.text))
    try addPhases(plan, phases, loader)
    add("SliceTiming", try Self.sliceTimes(plan, loader).map { .list($0.map(JSONValue.number)) })
    entries["ConversionSoftware"] = .text("Sagitta")
    entries["ConversionSoftwareVersion"] = .text(Engine.version)
  }

  func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }

  private mutating func add(_ key: String, _ value: JSONValue?) {
    if let value { entries[key] = value }
  }

  /// What the fourth axis is, and its times.
  private mutating func addPhases(
    _ plan: VolumePlan, _ phases: [Int], _ loader: VolumeLoader
  ) throws {
    guard phases.count > 1 else { return }
    let axes = plan.phaseAxes.map { axis in
      FourthAxis(name: axis.name, values: PhaseAxisJSON(axis).values)
    }
    entries["FourthDimension"] = .list(try axes.map { try JSONValue($0) })
    if let times = try loader.phaseTimes(of: plan) {
      entries["RepetitionTime"] = .number(times.step)
    }
    if axes.count == 1, ["Echo Time", "Effective Echo Time"].contains(axes[0].name) {
      let times = plan.phaseAxes[0].values.compactMap { value -> JSONValue? in
        if case .number(let number) = value { .number(Self.scaled(number, 1e-3)) } else { nil }
      }
      entries["EchoTime"] = .list(times)
    }
  }

  /// Seconds of each slice: those of the frames, or of a mosaic's tiles.
  private static func sliceTimes(_ plan: VolumePlan, _ loader: VolumeLoader) throws -> [Double]? {
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
  private static func scaled(_ number: Double, _ factor: Double) -> Double {
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
