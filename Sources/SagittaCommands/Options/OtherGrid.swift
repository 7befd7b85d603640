import Sagitta

/// Where the voxels of another series or volume file lie, which is not loaded if it need not be.
struct OtherGrid {
  let grid: GridGeometry
  let attributes: VolumeAttributes

  /// Looks at the largest volume at a path.
  init(at path: String, _ common: CommonOptions) throws {
    if (try? VolumeFileFormat(fileName: path)) != nil {
      let reader = VolumeFileReader(limit: common.memoryLimit, scheduler: common.scheduler())
      guard let volume = try reader.read(path).first else {
        throw RefusedError(.badInput, "\(path): holds no volume")
      }
      (grid, attributes) = (volume.geometry, volume.attributes)
      return
    }
    let report = try VolumeLoader(scheduler: common.scheduler()).scan([path])
    guard let plan = report.largest else {
      throw LoadError.noVolume(summary: report.skippedSummary)
    }
    (grid, attributes) = (plan.geometry, plan.attributes)
  }

  /// Warns where nothing says that two volumes share one space.
  func warnIfElsewhere(than volume: Volume, _ option: String, _ common: CommonOptions) {
    let (own, others) = (volume.attributes.frameOfReferenceUID, attributes.frameOfReferenceUID)
    guard let own, let others, own != others else { return }
    common.note(
      "warning: \(option): the two series have different frames of reference; the same "
        + "coordinates may be different places in the patient")
  }
}
