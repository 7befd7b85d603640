import Geometry
import Reslicing
import Views
public import VolumeModel
public import WorkScheduling

extension Volume {
  /// Says in a volume of `GapMarks.Mark`s where this volume's values were interpolated across missing
  /// slices of the one that it was resampled from.
  ///
  /// - Parameters:
  ///   - source: Where the other volume's voxels lie.
  ///   - context: The workers.
  /// - Returns: A volume on the same grid.
  /// - Throws: `WorkCancelled`.
  public func gapMask(
    resampledFrom source: GridGeometry, context: WorkContext = WorkContext()
  ) throws -> Volume {
    let marking = GapMarking(source)
    let size = dimensions
    let voxels = try VoxelStorage(count: size.voxelCount)
    try context.forEach(size.slices, stage: "marking") { k in
      let first = k * size.voxelsPerSlice
      // SAFETY: each worker writes a slice of its own.
      unsafe voxels.withMutableBand(first..<first + size.voxelsPerSlice) { slice in
        for within in slice.indices {
          let (j, i) = within.quotientAndRemainder(dividingBy: size.columns)
          unsafe slice[within] = mark(i, j, k, with: marking)
        }
      }
    }
    return try Volume(geometry: geometry, voxels: voxels, context: context)
  }

  private func mark(_ i: Int, _ j: Int, _ k: Int, with marking: GapMarking?) -> Float {
    guard isValid(i, j, k) else { return GapMarks.Mark.noValue }
    let place = geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
    return marking?.isAcrossGap(place) ?? false
      ? GapMarks.Mark.acrossGap : GapMarks.Mark.measured
  }
}
