package import VolumeModel

extension TransferFunction {
  /// The voxel spacing in mm from which on presets are as they are.
  private static var finestPresetSpacing: Double { 0.1 }
  /// What presets were made for in mm: a trunk, and the voxels of its CT.
  private static var usualLength: Double { 400 }
  private static var usualSpacing: Double { 0.7 }

  /// The same style for a volume.
  ///
  /// Presets are made for people: a layer of a millimetre would be most of a specimen that was scanned
  /// by the micrometre. There the unit of opacity is as much shorter as the specimen is, and changes
  /// per mm count as much less as its voxels are smaller, which noise and edges are as wide as; from
  /// 0.1 mm on nothing changes.
  package func suiting(_ grid: GridGeometry) -> TransferFunction {
    let spacing = grid.spacing
    guard grid.finestSpacing < Self.finestPresetSpacing else { return self }
    let lengths = (0..<3).map { Double(grid.dimensions.ijk[$0]) * spacing[$0] }
    var function = self
    function.opacityUnit *= min(1, (lengths.max() ?? 0) / Self.usualLength)
    function.gradientOpacity = gradientOpacity?.map { point in
      var point = point
      point.magnitude *= Self.usualSpacing / grid.finestSpacing
      return point
    }
    return function
  }
}
