package import VolumeModel

extension TransferFunction {
  /// The voxel spacing in mm from which on presets are as they are.
  private static var finestPresetSpacing: Double { 0.1 }

  /// The same style for a volume.
  ///
  /// Presets are made for people: a layer of a millimetre would be most of a specimen that was scanned
  /// by the micrometre. There their unit shrinks with the voxels; from 0.1 mm on nothing changes.
  package func suiting(_ grid: GridGeometry) -> TransferFunction {
    guard grid.finestSpacing < Self.finestPresetSpacing else { return self }
    var function = self
    function.opacityUnit *= grid.finestSpacing / Self.finestPresetSpacing
    return function
  }
}
