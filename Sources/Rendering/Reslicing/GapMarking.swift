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
  public static var defaultMultiple: Double { 1.5 }

  /// Finds the gaps of a grid; nil if it has none.
  ///
  /// - Parameters:
  ///   - grid: A volume's geometry.
  ///   - multiple: A gap is wider than so many times the median distance of its slices.
  public init?(_ grid: GridGeometry, wider multiple: Double = GapMarking.defaultMultiple) {
    guard let positions = grid.slicePositions else { return nil }
    let distances = zip(positions, positions.dropFirst()).map { $1 - $0 }
    // The lower median: of two distances the smaller one is taken for the true one.
    let median = distances.sorted()[(distances.count - 1) / 2]
    let gaps = distances.indices.filter { distances[$0] > multiple * median }
    guard !gaps.isEmpty else { return nil }
    self.grid = grid
    slicesBeforeGaps = gaps
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
  ///
  /// - Parameters:
  ///   - plane: The picture.
  ///   - depths: Millimetres away from the picture to the samples of each pixel
  ///     (``Slab/sampleDepths(finestSpacing:limits:)``): one sample across a gap marks it.
  /// - Returns: One answer for each pixel.
  public func pixels(of plane: PlaneGeometry, depths: [Double] = [0]) -> [Bool] {
    let map = plane.pixelToPatient
    let offsets = depths.map { plane.normal * $0 }
    return (0..<plane.height).flatMap { row in
      (0..<plane.width).map { column in
        isMarked(map(Point3(Double(column), Double(row), 0)), offsets: offsets)
      }
    }
  }

  /// Returns which pixels of a picture along a curve are interpolated across a gap, row by row
  /// from the top left.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - depths: As for a plane.
  /// - Returns: One answer for each pixel.
  public func pixels(of picture: CurvedReformation, depths: [Double] = [0]) -> [Bool] {
    picture.rows.indices.flatMap { row in
      let offsets = depths.map { picture.rows[row].normal * $0 }
      return (0..<picture.width).map { column in
        isMarked(picture.patientPoint(column: Double(column), row: Double(row)), offsets: offsets)
      }
    }
  }

  private func isMarked(_ center: PatientPoint, offsets: [PatientVector]) -> Bool {
    guard offsets.count > 1 else { return isAcrossGap(center) }
    // Samples lie on a line, along which slices only rise or fall: most lines meet no gap.
    let ends = [offsets[0], offsets[offsets.count - 1]].map { grid.voxelPoint(of: center + $0).z }
    let low = min(ends[0], ends[1])
    let high = max(ends[0], ends[1])
    guard slicesBeforeGaps.contains(where: { low < Double($0 + 1) && high > Double($0) }) else {
      return false
    }
    return offsets.contains { isAcrossGap(center + $0) }
  }
}
