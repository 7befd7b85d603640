import SagittaEngine

extension OtherGrid {
  /// Looks at the largest volume at a path, which is not loaded.
  init(at path: String, allowsOutside: Bool, common: CommonOptions) throws {
    var loader = VolumeLoader()
    loader.allowsOutsideData = allowsOutside
    let report = try loader.scan([path], context: common.context())
    guard let plan = report.largest else {
      throw LoadError.noVolume(summary: report.skippedSummary)
    }
    self.init(plan.geometry, attributes: plan.attributes)
  }
}
