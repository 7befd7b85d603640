public import SeriesLoading
public import Views
public import WorkScheduling

extension IdentityText {
  /// Looks for the patient in the middle image of a volume.
  ///
  /// - Parameters:
  ///   - loader: What reads the image.
  ///   - plan: The volume.
  ///   - context: The workers and limits.
  /// - Returns: Lines that name the patient; without any, why there are none.
  public static func found(
    by loader: VolumeLoader, in plan: VolumePlan, context: WorkContext = WorkContext()
  ) -> (lines: [String], problem: String?) {
    do {
      let lines = lines(of: try loader.attributes(ofFile: plan.middlePath, context: context))
      return (lines, lines.isEmpty ? "the files state no patient" : nil)
    } catch {
      return ([], "\(plan.middlePath) states no patient: \(error)")
    }
  }
}
