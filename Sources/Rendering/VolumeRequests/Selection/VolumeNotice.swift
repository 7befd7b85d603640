public import SeriesLoading

/// What a user should hear while volumes are chosen, read and written; a face finds the words.
public enum VolumeNotice: Sendable {
  /// Files that nobody expected to be left out of every volume.
  case filesSkipped([SkippedFile])
  /// A file that is part of no volume.
  case skipped(SkippedFile)
  /// A file that turned out damaged when its pixels were read.
  case leftOut(SkippedFile)
  /// Nobody chose, and of several volumes the one with the most voxels was taken.
  case largestOfSeveral(VolumePlan, others: Int)
  /// A volume is used.
  case using(VolumePlan)
  /// What is to be known of a volume.
  case finding(Finding, VolumePlan)
  /// Nobody chose, and of several phases the first was taken.
  case firstPhase(of: VolumePlan)
  /// An irregular stack was taken as even; how far a slice lies from its place at most, in mm.
  case takenAsEven(VolumePlan, unevenness: Double)
  /// An irregular stack was resampled to this many slices, this many mm apart.
  case resampledEvenly(VolumePlan, slices: Int, distance: Double)
  /// A finding about a result, whatever volume it is of.
  case result(Finding)
  /// Gradient directions that could not be written, and why; the name of the file.
  case gradientsLeftOut(file: String, reason: String)
}
