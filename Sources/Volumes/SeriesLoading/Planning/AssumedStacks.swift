import DICOMImaging
import Geometry
import PixelCoding
import VolumeModel

/// Stacks images that do not say where they lie, with a spacing that the user vouches for.
///
/// What the files do say stays: series, objects of several frames, acquisitions and time slots
/// are kept apart, stated directions and positions are kept.
struct AssumedStacks {
  /// Millimetres between columns, rows and slices.
  let spacing: SIMD3<Double>

  /// Plans a volume for each stack: slices in order of their stated positions, else in the
  /// natural order of their paths, `img2` before `img10`, frames as stored.
  func plans(of images: [SliceSource]) -> [VolumePlan] {
    Dictionary(grouping: images, by: Key.init).values
      .flatMap { AssumedDivision.parts(of: $0.sorted(by: Self.isBefore)) }
      .compactMap(plan(of:))
  }

  /// What the slices of one stack have in common.
  private struct Key: Hashable {
    let series: SeriesIdentity
    let stack: StackKey
    /// The object, if it has several frames.
    let object: String?

    init(_ slice: SliceSource) {
      series = SeriesIdentity(slice)
      stack = StackKey(slice, withDescription: true)
      let isWhole = slice.header.pixels.frameCount > 1 || slice.header.concatenation != nil
      let uid = slice.objectUID.isEmpty ? slice.path : slice.objectUID
      object = isWhole ? uid : nil
    }
  }

  private static func isBefore(_ a: SliceSource, _ b: SliceSource) -> Bool {
    let isOneObject =
      a.image === b.image
      || (a.header.concatenation != nil && a.objectUID == b.objectUID && a.index != b.index)
    return isOneObject ? a.index < b.index : NaturalOrder.isBefore(a.path, b.path)
  }

  private func plan(of images: [SliceSource]) -> VolumePlan? {
    let place = AssumedPlace(images, spacing: spacing)
    let format = images[0].format
    let size = GridDimensions(columns: format.columns, rows: format.rows, slices: images.count)
    guard
      let grid = try? GridGeometry(
        dimensions: size, voxelToPatient: place.map, slicePositions: place.slicePositions)
    else {
      // Spacings are positive: the options that carry them check it.
      return nil
    }
    let finding = Finding(
      .noPatientFrame, severity: .warning, message: place.message,
      values: ["spacing": [spacing.x, spacing.y, spacing.z]])
    return VolumePlan(
      phases: [place.slices], geometry: grid, findings: [finding], hasPatientFrame: false)
  }
}
