import DICOMImaging
import PixelCoding

/// Slices that could be one stack by their places, but say different things.
struct MixedStack {
  private let slices: [SliceSource]
  /// The contrasts in which they differ.
  private let contrasts: [Difference]

  /// An attribute in which slices differ.
  private struct Difference {
    let trait: SliceTrait
    let values: TraitValues
  }

  /// - Parameter slices: The slices in order of position.
  init(slices: [SliceSource]) {
    self.slices = slices
    contrasts = Self.differences(SliceTrait.contrasts, slices: slices)
  }

  /// The stacks that take turns along the normal, as two kernels in every second slice; nil if
  /// there are none.
  ///
  /// Every value needs two slices at least: one odd slice in between is no stack. A slice that
  /// says nothing contradicts nothing, except about contrast agents.
  func separated() -> [[SliceSource]]? {
    guard slices.count > 3 else { return nil }
    for difference in contrasts where difference.values.divides(difference.trait) {
      let values = difference.values
      guard values.takeTurns else { continue }
      let groups = Dictionary(grouping: slices.indices) { values.keys[$0] }
      guard groups.values.allSatisfy({ $0.count > 1 }) else { continue }
      return groups.values.map { $0.map { slices[$0] } }
    }
    return nil
  }

  /// What the slices of a stack that was kept together differ in; nil if in nothing.
  ///
  /// It is a warning if values may mean something else from slice to slice, or if slices take
  /// turns in what describes them.
  func finding(_ tolerances: StackTolerances) -> Finding? {
    guard slices.count > 1 else { return nil }
    let contrasts = contrasts + thicknesses + acquisitions
    let descriptions = Self.differences(SliceTrait.descriptions, slices: slices)
    let spacing = PixelSpacingSpread(slices, tolerances: tolerances)
    let words =
      (contrasts + descriptions).map { "\($0.trait.name) (\($0.values.text))" }
      + (spacing.map { [$0.text] } ?? [])
    guard !words.isEmpty else { return nil }
    let isGrave =
      !contrasts.isEmpty || spacing != nil
      || descriptions.contains { $0.values.takeTurns }
    var values = ["attributes": [Double(words.count)]]
    if let spacing { values["farEdge"] = [spacing.farEdge] }
    return Finding(
      .mixedSlices, severity: isGrave ? .warning : .note,
      message: "the slices lie in one stack, each at a place of its own, but differ in "
        + words.joined(separator: "; "), values: values)
  }

  private static func differences(_ traits: [SliceTrait], slices: [SliceSource]) -> [Difference] {
    traits.compactMap { trait in
      let values = TraitValues(trait, of: slices)
      return values.differ ? Difference(trait: trait, values: values) : nil
    }
  }

  /// Thick and thin slices that take turns.
  private var thicknesses: [Difference] {
    Self.differences([.thickness], slices: slices)
      .filter { $0.values.divides($0.trait) && $0.values.takeTurns }
  }

  /// CT acquisitions that take turns: one scan puts its slices side by side, while MR may acquire
  /// every second slice first.
  private var acquisitions: [Difference] {
    guard slices.allSatisfy({ $0.header.series.modality == "CT" }) else { return [] }
    return Self.differences([SliceTrait(.acquisitionNumber)], slices: slices).filter(
      \.values.takeTurns)
  }
}

/// Pixel spacings that differ within a stack, as far as that is tolerated.
private struct PixelSpacingSpread {
  let text: String
  /// How far the far edge of a slice may be from where its file puts it, in mm.
  let farEdge: Double

  /// Nil if they are equal, to within what is silent.
  init?(_ slices: [SliceSource], tolerances: StackTolerances) {
    let planes = slices.compactMap(\.plane)
    guard let first = planes.first, let format = slices.first?.format else { return nil }
    let columns = planes.map { abs($0.columnSpacing - first.columnSpacing) }.max() ?? 0
    let rows = planes.map { abs($0.rowSpacing - first.rowSpacing) }.max() ?? 0
    let limit = tolerances.relativePixelSpacing
    guard columns > limit * first.columnSpacing || rows > limit * first.rowSpacing else {
      return nil
    }
    farEdge = max(columns * Double(format.columns - 1), rows * Double(format.rows - 1))
    text =
      "Pixel Spacing (the first slice's is used; the far edge of others is off by up to "
      + "\(farEdge.shortText) mm)"
  }
}
