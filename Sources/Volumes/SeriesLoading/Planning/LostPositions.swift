import DICOMImaging
import PixelCoding
import Geometry

/// Positions of a volume that no slice takes because images contradict each other there.
struct LostPositions {
  private let slices: [String: [SliceSource]]
  private let grouping: StackGrouping

  /// - Parameters:
  ///   - images: The images that are not used.
  ///   - tolerances: What counts as parallel.
  init(_ images: [ScannedImage], tolerances: StackTolerances) {
    slices = Dictionary(grouping: images.flatMap(\.slices), by: \.header.series.instanceUID)
    grouping = StackGrouping(tolerances: tolerances)
  }

  /// Says that a volume lost slices; nil if it did not.
  func finding(for plan: VolumePlan) -> Finding? {
    guard let first = plan.slices.first, let plane = first.plane,
      let series = slices[first.header.series.instanceUID]
    else { return nil }
    let lost = series.filter { slice in
      slice.format.columns == first.format.columns && slice.format.rows == first.format.rows
        && slice.plane.map { grouping.isParallel($0, plane) } ?? false
    }
    return lost.isEmpty ? nil : Self.finding(lost, kept: plan.slices)
  }

  /// Says which positions were given up.
  ///
  /// - Parameters:
  ///   - lost: Slices that are not used.
  ///   - kept: The volume's slices.
  /// - Returns: A warning.
  static func finding(_ lost: [SliceSource], kept: [SliceSource]) -> Finding {
    let normal = kept.first?.plane?.normal ?? PatientVector(0, 0, 1)
    func along(_ slices: [SliceSource]) -> [Double] {
      slices.compactMap { $0.plane?.position.fromOrigin.dot(normal) }
    }
    let start = along(kept).min() ?? 0
    let places = Set(along(lost).map { $0 - start }).sorted()
    let shown = places.prefix(5).map { "\($0.shortText) mm" }.joined(separator: ", ")
    let paths = Set(lost.map(\.path)).sorted()
    return Finding(
      .lostPositions, severity: .warning,
      message:
        "the volume has no slice at \(places.count) position\(places.count == 1 ? "" : "s") where "
        + "files contradict each other (\(shown) from the first slice)",
      values: ["positions": places], files: paths)
  }
}
