import Sagitta

extension OtherGrid {
  /// Looks at the largest volume at a path, which is not loaded.
  init(at path: String, common: CommonOptions) throws {
    let report = try VolumeLoader().scan([path], context: common.context())
    guard let plan = report.largest else {
      throw LoadError.noVolume(summary: report.skippedSummary)
    }
    self.init(plan.geometry, attributes: plan.attributes)
  }
}
