import Geometry
import VolumeModel

/// Spacings and places that are possible numbers, but of no scanner.
enum PlausibleGeometry {
  /// Voxels of a dose of the whole body are below 10 mm, those of electron microscopes above a
  /// nanometre.
  private static let spacings = 1e-6...100.0
  /// Single slices of whole-body surveys lie that far apart at most.
  private static let sliceSpacings = 1e-6...1000.0
  /// A table moves 2 m; 100 m leave room for any zero.
  private static let farthest = 1e5

  /// Returns what is to be doubted of a grid; nil if nothing is.
  static func finding(_ grid: GridGeometry) -> Finding? {
    let spacing = [grid.spacing.x, grid.spacing.y, grid.spacing.z]
    let isOdd =
      !spacings.contains(spacing[0]) || !spacings.contains(spacing[1])
      || !sliceSpacings.contains(spacing[2])
    let bounds = grid.patientBounds
    let corners = [bounds.lower, bounds.upper].flatMap { [$0.x, $0.y, $0.z] }
    let distance = corners.map(abs).max() ?? 0
    guard isOdd || distance > farthest else { return nil }
    let places = "voxels of \(spacing.map(\.plainText).joined(separator: " × ")) mm"
    return Finding(
      .implausibleGeometry, severity: .warning,
      message: "\(places), up to \(distance.plainText) mm from the origin, are of no scanner: "
        + "distances and places may be wrong",
      values: ["spacing": spacing, "distance": [distance]])
  }
}

extension Double {
  /// All its digits, without a fraction of zero.
  fileprivate var plainText: String {
    abs(self) < 1e12 && self == rounded() ? "\(Int(self))" : "\(self)"
  }
}
