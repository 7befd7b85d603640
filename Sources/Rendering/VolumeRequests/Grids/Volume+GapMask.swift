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
    let slices = try context.map(size.slices, stage: "marking") { k in
      (0..<size.voxelsPerSlice).map { within -> Float in
        let (j, i) = within.quotientAndRemainder(dividingBy: size.columns)
        guard isValid(i, j, k) else { return GapMarks.Mark.noValue }
        let place = geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
        return marking?.isAcrossGap(place) ?? false
          ? GapMarks.Mark.acrossGap : GapMarks.Mark.measured
      }
    }
    return try Volume(geometry: geometry) { i, j, k in slices[k][j * size.columns + i] }
  }
}
