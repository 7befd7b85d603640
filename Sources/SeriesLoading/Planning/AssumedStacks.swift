import PixelCoding
import DICOMImaging
import Geometry
import VolumeModel

/// Stacks images that have no place of their own, with a spacing that the user vouches for.
struct AssumedStacks {
  /// Millimetres between columns, rows and slices.
  let spacing: SIMD3<Double>

  /// Plans one volume for each series and size: slices in the natural order of their paths,
  /// `img2` before `img10`, frames as stored, at the origin and along the axes.
  func plans(of images: [SliceSource]) -> [VolumePlan] {
    Dictionary(grouping: images) { StackKey($0) }.values.compactMap(plan(of:))
  }

  private static func isBefore(_ a: SliceSource, _ b: SliceSource) -> Bool {
    let isOneObject =
      a.image === b.image
      || (a.header.concatenation != nil && a.objectUID == b.objectUID && a.index != b.index)
    return isOneObject ? a.index < b.index : NaturalOrder.isBefore(a.path, b.path)
  }

  private func plan(of images: [SliceSource]) -> VolumePlan? {
    let slices = images.sorted(by: Self.isBefore)
    let format = slices[0].format
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(spacing.x, 0, 0), y: PatientVector(0, spacing.y, 0),
      z: PatientVector(0, 0, spacing.z), origin: PatientPoint(0, 0, 0))
    let size = GridDimensions(
      columns: format.columns, rows: format.rows, slices: slices.count)
    guard let grid = try? GridGeometry(dimensions: size, voxelToPatient: map) else {
      // Spacings are positive: the options that carry them check it.
      return nil
    }
    let finding = Finding(
      .noPatientFrame, .warning,
      "position and orientation are not in the files: stacked by name with the spacing given",
      values: ["spacing": [spacing.x, spacing.y, spacing.z]])
    return VolumePlan(
      phases: [slices], geometry: grid, findings: [finding], hasPatientFrame: false)
  }
}

/// Compares names as people do: runs of digits by their value.
enum NaturalOrder {
  static func isBefore(_ a: String, _ b: String) -> Bool {
    let (p, q) = (pieces(a), pieces(b))
    for (x, y) in zip(p, q) where x != y { return x < y }
    return p.count != q.count ? p.count < q.count : a < b
  }

  /// Digits runs padded to equal length, so that they compare as numbers.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var digits = ""
    func flush() {
      guard !digits.isEmpty else { return }
      let value = digits.drop { $0 == "0" }
      pieces.append(String(repeating: "0", count: max(0, 20 - value.count)) + value)
      digits = ""
    }
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        flush()
        pieces.append(String(character))
      }
    }
    flush()
    return pieces
  }
}
