public import VolumeModel

extension VolumePlan {
  /// Adds findings about what the voxels lost when they were read.
  ///
  /// Only reading voxels shows it, so that a report of headers has none of these findings.
  ///
  /// - Parameter losses: Those of all phases that were read.
  /// - Returns: The same plan with the findings.
  public func noting(_ losses: VoxelLosses) -> VolumePlan {
    var plan = self
    let known = Set(findings.map(\.code))
    plan.findings += findings(losses).filter { !known.contains($0.code) }
    return plan
  }

  private func findings(_ losses: VoxelLosses) -> [Finding] {
    var findings: [Finding] = []
    if losses.infinite > 0 {
      findings.append(
        Finding(
          .infiniteValues, severity: .warning,
          message: "\(losses.infinite) voxel\(losses.infinite == 1 ? " is" : "s are") infinite and "
            + "count\(losses.infinite == 1 ? "s" : "") as without a value",
          values: ["voxels": [Double(losses.infinite)]]))
    }
    if losses.rounded > 0 {
      findings.append(
        Finding(
          .roundedIntegers, severity: .warning,
          message:
            "\(losses.rounded) voxel\(losses.rounded == 1 ? " holds a whole number" : "s hold whole numbers") "
            + "beyond 16777216 that floats cannot hold: the nearest ones were taken, and different "
            + "numbers may have become one",
          values: ["voxels": [Double(losses.rounded)]]))
    }
    if losses.volumesWithoutValues > 0 {
      findings.append(
        Finding(
          .noValues, severity: .warning,
          message: "no voxel has a value"
            + (phases > 1 ? " in \(losses.volumesWithoutValues) of \(phases) phases" : ""),
          values: ["phases": [Double(losses.volumesWithoutValues)]]))
    }
    return findings
  }
}
