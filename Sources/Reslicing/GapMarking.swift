public import Geometry
public import VolumeModel

/// Where the slices of an irregular stack lie so far apart that values between them are guesses:
/// missing slices.
public struct GapMarking: Hashable, Sendable {
  private let grid: GridGeometry
  /// The slices before a gap.
  public let slicesBeforeGaps: [Int]

  /// Gaps wider than this multiple of the median are marked: between the 1 of an even stack with
  /// some jitter and the 2 of one missing slice.
  public static var usualMultiple: Double { 1.5 }

  /// Finds the gaps of a grid; nil if it has none.
  ///
  /// - Parameters:
  ///   - grid: A volume's geometry.
  ///   - multiple: A gap is wider than so many times the median distance of its slices.
  public init?(_ grid: GridGeometry, wider multiple: Double = GapMarking.usualMultiple) {
    guard let positions = grid.slicePositions else { return nil }
    let distances = zip(positions, positions.dropFirst()).map { $1 - $0 }
    // The lower median: of two distances the smaller one is taken for the true one.
    let median = distances.sorted()[(distances.count - 1) / 2]
    let gaps = distances.indices.filter { distances[$0] > multiple * median }
    guard !gaps.isEmpty else { return nil }
    (self.grid, slicesBeforeGaps) = (grid, gaps)
  }

  /// Returns whether a value at a place is interpolated across a gap; a place on a slice is not.
  public func isAcrossGap(_ point: PatientPoint) -> Bool {
    let voxel = grid.voxelPoint(of: point)
    guard grid.contains(voxel) else { return false }
    let below = voxel.z.rounded(.down)
    guard below >= 0, voxel.z - below > 1e-6, voxel.z - below < 1 - 1e-6 else { return false }
    return slicesBeforeGaps.contains(Int(below))
  }

  /// Returns which pixels of a plane are interpolated across a gap, row by row from the top
  /// left.
  public func pixels(of plane: PlaneGeometry) -> [Bool] {
    let map = plane.pixelToPatient
    return (0..<plane.height).flatMap { row in
      (0..<plane.width).map { column in
        isAcrossGap(map(Point3(Double(column), Double(row), 0)))
      }
    }
  }
}
