import Sagitta

/// Where the voxels of another series or volume file lie, which is not loaded if it need not be.
struct OtherGrid {
  let grid: GridGeometry
  let attributes: VolumeAttributes

  /// Looks at the largest volume at a path.
  init(at path: String, _ common: CommonOptions) throws {
    let report = try VolumeLoader().scan([path], context: common.context())
    guard let plan = report.largest else {
      throw LoadError.noVolume(summary: report.skippedSummary)
    }
    (grid, attributes) = (plan.geometry, plan.attributes)
  }

  /// Warns where nothing says that two volumes share one space.
  func warnIfElsewhere(than known: VolumeAttributes, _ option: String, _ common: CommonOptions) {
    let (own, others) = (known.frameOfReferenceUID, attributes.frameOfReferenceUID)
    guard let own, let others, own != others else { return }
    common.note(
      "warning: \(option): the two series have different frames of reference; the same "
        + "coordinates may be different places in the patient")
  }
}
