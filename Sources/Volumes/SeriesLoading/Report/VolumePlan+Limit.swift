extension VolumePlan {
  /// Whether reading it would take more memory than is allowed.
  public var isOverLimit: Bool { findings.contains { $0.code == .memoryLimit } }

  /// Adds a finding if the voxels of one phase take more than the limit.
  ///
  /// - Parameters:
  ///   - limit: The most bytes that they may take.
  ///   - storage: How they will be kept.
  /// - Returns: The plan with the finding, or as it is.
  func noting(limit: Int, storage: StorageChoice) -> VolumePlan {
    guard memoryBytes > limit else { return self }
    let memoryBytes = (0..<phases).map { voxelBytes(phase: $0, choice: storage) }.max() ?? 0
    guard memoryBytes > limit else { return self }
    var plan = self
    plan.findings.append(
      Finding(
        .memoryLimit, severity: .warning,
        message: "the voxels need \(ByteText.text(memoryBytes)), "
          + "\(ByteText.text(limit)) are allowed: they are not read",
        values: ["bytes": [Double(memoryBytes)], "limit": [Double(limit)]]))
    return plan
  }
}
