import DICOMImaging
import PixelCoding

/// An attribute in which slices of one series may differ, by the name that reports give it.
struct SliceTrait: Sendable {
  let name: String
  /// Whether it is measured, so that values close to each other are one.
  private(set) var isMeasured = false
  /// How far measured values may differ that are one.
  private(set) var closeness = 0.01
  /// What a slice says; nil if nothing.
  let value: @Sendable (SliceSource) -> DistinctionValue?

  init(_ name: String, value: @escaping @Sendable (SliceSource) -> DistinctionValue?) {
    self.name = name
    self.value = value
  }

  init(_ distinction: FrameDistinction) {
    self.init(distinction.rawValue) { $0.frame.value(of: distinction) }
    isMeasured = [.monoenergeticEnergy, .tubeVoltage, .echoTime, .effectiveEchoTime]
      .contains(distinction)
  }

  /// A trait that is a text.
  static func text(
    _ name: String, value: @escaping @Sendable (SliceSource) -> String?
  ) -> SliceTrait {
    SliceTrait(name) { value($0).map(DistinctionValue.text) }
  }
}

extension SliceTrait {
  /// An attribute that is there where the agent is.
  fileprivate static let contrastAgent = "Contrast/Bolus Agent"

  /// What makes other values of the same anatomy: slices that take turns in it are two stacks.
  static let contrasts: [SliceTrait] =
    [
      SliceTrait(.complexComponent), SliceTrait(.kernel), SliceTrait(.monoenergeticEnergy),
      SliceTrait(.tubeVoltage), SliceTrait(.echoNumber), SliceTrait(.echoTime),
      SliceTrait(.effectiveEchoTime), SliceTrait(.temporalPosition), SliceTrait(.temporalIndex),
      SliceTrait(.diffusion),
    ] + [
      SliceTrait(contrastAgent) { $0.header.series.contrastAgent.map(DistinctionValue.text) },
      .text("Series Description", value: \.header.series.description),
    ]

  /// Reconstructions of thick and thin slices may share a series; makers round what they state.
  static let thickness: SliceTrait = {
    var trait = SliceTrait("Slice Thickness") { $0.frame.sliceThickness.map { .number($0) } }
    trait.isMeasured = true
    trait.closeness = 0.1
    return trait
  }()

  /// What only describes how an image was made.
  static let descriptions: [SliceTrait] = [
    .text("SOP Class UID", value: \.header.sopClassUID),
    .text("Image Type") { $0.frame.imageType.joined(separator: "\\") },
  ]

  /// Where an image belongs; patients are compared, never named.
  static let identities: [SliceTrait] = [
    .text("Study Instance UID", value: \.header.series.studyInstanceUID),
    SliceTrait("Series Number") { $0.header.series.number.map { .number(Double($0)) } },
    .text("Modality", value: \.header.series.modality),
  ]

  /// What divides a series into stacks before positions are looked at.
  static let forms: [SliceTrait] =
    [
      .text("Rows × Columns") { "\($0.format.rows)×\($0.format.columns)" },
      .text("Photometric Interpretation", value: \.header.pixels.photometricInterpretation),
      .text("the unit of values", value: \.unit),
      .text("Stack ID", value: \.frame.stackID),
    ] + descriptions
}

/// The values of a trait among slices.
struct TraitValues {
  /// The number of each slice's value among ``values``; -1 if the slice says nothing.
  let keys: [Int]
  /// The different values, ascending; measured ones close to each other count as one.
  let values: [DistinctionValue]

  init(_ trait: SliceTrait, of slices: [SliceSource]) {
    let found = slices.map(trait.value)
    let distinct = Set(found.compactMap(\.self)).sorted()
    var numbers: [DistinctionValue: Int] = [:]
    var values: [DistinctionValue] = []
    for value in distinct {
      if trait.isMeasured, let last = values.last,
        Self.areClose(last, value, closeness: trait.closeness)
      {
        numbers[value] = values.count - 1
      } else {
        numbers[value] = values.count
        values.append(value)
      }
    }
    self.values = values
    keys = found.map { $0.flatMap { numbers[$0] } ?? -1 }
  }

  /// Whether the slices say different things, or some say nothing.
  var differ: Bool { values.count > 1 || (values.count == 1 && keys.contains(-1)) }

  /// Whether the values divide the slices, each of which has one.
  func divides(_ trait: SliceTrait) -> Bool {
    if keys.contains(-1), trait.name != SliceTrait.contrastAgent { return false }
    return differ
  }

  /// Whether slices in this order go back to a value that they left.
  var takeTurns: Bool {
    let runs = 1 + zip(keys, keys.dropFirst()).count { $0 != $1 }
    return runs > Set(keys).count
  }

  /// A few of the values for people.
  var text: String {
    let shown = values.prefix(3).map(PhaseAxis.text)
    let none = keys.contains(-1) ? ["none"] : []
    let rest = values.count - shown.count
    return (shown + (rest > 0 ? ["… \(rest) more"] : []) + none).joined(separator: ", ")
  }

  private static func areClose(
    _ a: DistinctionValue, _ b: DistinctionValue, closeness: Double
  ) -> Bool {
    guard case .number(let x) = a, case .number(let y) = b else { return false }
    return abs(x - y) <= closeness * max(abs(x), abs(y))
  }
}
