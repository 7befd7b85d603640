public import Geometry
public import WorkScheduling

/// A part of the patient over whose voxels figures are taken.
public protocol PatientRegion: Sendable {
  /// What the region is, for people.
  var name: String { get }

  /// A box that holds the region, in LPS mm.
  var bounds: PatientBox { get }

  /// Returns whether a place, in LPS mm, belongs to the region.
  func contains(_ point: PatientPoint) -> Bool
}

extension Volume {
  /// Returns figures over the valid, finite voxels whose centres lie in a region, or nil if there are
  /// none.
  ///
  /// - Parameters:
  ///   - region: The region.
  ///   - context: What the call may use.
  /// - Returns: The figures.
  /// - Throws: `WorkCancelled`.
  public func statistics(
    in region: some PatientRegion, context: WorkContext = WorkContext()
  ) throws -> ValueStatistics? {
    let ranges = indexRanges(around: region.bounds)
    guard let range = valueRange else { return nil }
    let origin = (Double(range.lowerBound) + Double(range.upperBound)) / 2
    var partial = ValueStatistics.Partial()
    for k in ranges[2] {
      try context.check()
      for j in ranges[1] {
        for i in ranges[0] where isValid(i, j, k) && self[i, j, k].isFinite {
          let center = geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
          if region.contains(center) { partial.add(self[i, j, k], from: origin) }
        }
      }
    }
    return partial.statistics(from: origin)
  }

  /// Voxel indices along i, j and k that can lie in a patient box.
  private func indexRanges(around box: PatientBox) -> [Range<Int>] {
    let corners = box.corners.map(geometry.voxelPoint(of:))
    return (0..<3).map { axis in
      let places = corners.map { $0.coordinates[axis] }
      let count = dimensions.ijk[axis]
      // One voxel more on each side: the corners' indices carry rounding.
      let low = Int((places.min() ?? 0).rounded(.down) - 1, clampedTo: 0...count)
      return low..<Int((places.max() ?? 0).rounded(.up) + 2, clampedTo: low...count)
    }
  }
}
