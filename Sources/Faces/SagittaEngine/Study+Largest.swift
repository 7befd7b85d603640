extension Study {
  /// The volume with the most voxels, of equal ones the first: the one that the program takes where
  /// nobody chooses.
  public var largest: Volume {
    let most = volumes.map(\.dimensions.voxelCount).max()
    // A study has at least one volume.
    return volumes.first { $0.dimensions.voxelCount == most } ?? volumes[0]
  }
}
