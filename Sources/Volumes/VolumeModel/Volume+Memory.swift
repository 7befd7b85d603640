extension Volume {
  /// Bytes that the voxels take, with their validity mask if there is one.
  public var memoryBytes: Int {
    voxels.memoryBytes + (validity?.words.count ?? 0) * 8
  }
}
