public import SeriesLoading
public import Views
public import WorkScheduling

extension SecondVolume {
  /// Loads the one volume that a selection picks of a path.
  ///
  /// - Parameters:
  ///   - path: A file or folder.
  ///   - selection: Which of its volumes.
  ///   - base: The volume that it is laid over.
  ///   - context: The workers and limits.
  ///   - tell: Hears what is to be known.
  /// - Throws: ``VolumeRequestError`` for several volumes, and what ``SelectedVolumes`` throws.
  public init(
    at path: String, selection: VolumeSelection, over base: VolumePlan,
    context: WorkContext = WorkContext(), tell: @escaping (VolumeNotice) -> Void = { _ in }
  ) throws {
    let chosen = try SelectedVolumes(
      inputs: [path], selection: selection, context: context, tell: tell)
    let (volume, plan, phase) = try chosen.load(try chosen.onlyPlan)
    self.init(
      volume, name: path,
      findings: try chosen.loader.findings(of: plan, over: base, context: context),
      origin: Origin(plan, phase: phase))
  }
}

extension SelectedVolumes {
  /// The only volume that was chosen.
  ///
  /// - Throws: ``VolumeRequestError`` if there are several.
  public var onlyPlan: VolumePlan {
    get throws(VolumeRequestError) {
      guard plans.count == 1 else {
        throw .wrong(field: "volume", problem: "all is not for this; pick one volume")
      }
      return plans[0]
    }
  }
}
