import DICOMImaging
import Geometry

/// Why a series became several volumes: for each of them, the attributes that keep it from the
/// others.
struct SplitReasons {
  let tolerances: StackTolerances
  /// The slices of each volume of one series.
  let volumes: [[SliceSource]]

  /// How many other volumes each is compared with: what keeps hundreds apart shows in some.
  private static let compared = 32

  /// Returns what a volume's report says of the others; nil if there are none.
  func finding(for index: Int) -> Finding? {
    guard volumes.count > 1 else { return nil }
    let others = volumes.indices.filter { $0 != index }.prefix(Self.compared)
    var reasons: [String: Reason] = [:]
    var order: [String] = []
    for other in others {
      guard let reason = reason(index, other) else { continue }
      if reasons[reason.name] == nil { order.append(reason.name) }
      reasons[reason.name, default: reason].others.formUnion(reason.others)
    }
    let isGrave =
      reasons.values.contains(where: \.isIdentity) || others.contains { isInLine(index, $0) }
    let texts = order.compactMap { reasons[$0]?.text }
    return Finding(
      .splitSeries, severity: isGrave ? .warning : .note,
      message:
        "the series holds \(volumes.count) stacks, each a volume; this one differs from others in "
        + (texts.isEmpty ? "its positions" : texts.joined(separator: "; ")),
      values: ["volumes": [Double(volumes.count)]])
  }

  /// An attribute with what it says here and elsewhere.
  private struct Reason {
    let name: String
    /// Whether other patients, studies or series would be mixed.
    var isIdentity = false
    var here = ""
    var others: Set<String> = []

    var text: String {
      guard !here.isEmpty else { return name }
      let elsewhere = others.sorted().prefix(3).joined(separator: "; ")
      return "\(name) (\(here) here, \(elsewhere) elsewhere)"
    }
  }

  /// The first attribute, in the order in which they divide, that keeps two volumes apart.
  private func reason(_ index: Int, _ other: Int) -> Reason? {
    let a = volumes[index]
    let b = volumes[other]
    let patients = a[0].header.series.patient.differences(from: b[0].header.series.patient)
    if !patients.isEmpty {
      return Reason(name: patients.joined(separator: " and "), isIdentity: true)
    }
    if var reason = reason(SliceTrait.identities, a, b) {
      reason.isIdentity = true
      return reason
    }
    return reason(SliceTrait.forms, a, b) ?? planes(a, b)
      ?? reason([.text("Frame of Reference UID", value: \.header.series.frameOfReferenceUID)], a, b)
      ?? reason(SliceTrait.contrasts, a, b)
      ?? reason(FrameDistinction.allCases.map { SliceTrait($0) }, a, b)
  }

  private func reason(
    _ traits: [SliceTrait], _ a: [SliceSource], _ b: [SliceSource]
  ) -> Reason? {
    for trait in traits {
      let here = TraitValues(trait, of: a)
      let there = TraitValues(trait, of: b)
      let says = !here.values.isEmpty || !there.values.isEmpty
      let isAbsentInBoth = here.keys.contains(-1) && there.keys.contains(-1)
      guard says, !isAbsentInBoth, Set(here.values).isDisjoint(with: there.values) else { continue }
      return Reason(name: trait.name, here: here.text, others: [there.text])
    }
    return nil
  }

  private func planes(_ a: [SliceSource], _ b: [SliceSource]) -> Reason? {
    guard let p = a[0].plane, let q = b[0].plane else { return nil }
    func text(_ plane: ImagePlane) -> String {
      let row = plane.rowDirection
      let column = plane.columnDirection
      return [row.x, row.y, row.z, column.x, column.y, column.z].map(\.shortText)
        .joined(separator: "\\")
    }
    if !StackGrouping(tolerances: tolerances).isParallel(p, q) {
      return Reason(name: "Image Orientation (Patient)", here: text(p), others: [text(q)])
    }
    func spacing(_ plane: ImagePlane) -> String {
      "\(plane.rowSpacing.shortText)\\\(plane.columnSpacing.shortText)"
    }
    return spacing(p) == spacing(q)
      ? nil : Reason(name: "Pixel Spacing", here: spacing(p), others: [spacing(q)])
  }

  /// Whether two volumes would be one stack but for what keeps them apart.
  private func isInLine(_ index: Int, _ other: Int) -> Bool {
    let a = volumes[index]
    let b = volumes[other]
    guard let p = a[0].plane, let q = b[0].plane, a[0].format == b[0].format else { return false }
    let grouping = StackGrouping(tolerances: tolerances)
    return grouping.isParallel(p, q) && grouping.isOneStack(a + b)
  }
}
