import Geometry
public import Sampling
public import VolumeModel

extension Reslicer {
  /// Returns the volume sampled at the voxels of another grid: a new spacing
  /// (`GridGeometry.resampled(spacing:)`), a part (`cropped`), a larger one (`padded`) or that
  /// of another volume.
  ///
  /// Voxels outside this volume and beside invalid ones are invalid in the result.
  ///
  /// - Parameters:
  ///   - grid: The voxels of the result; evenly spaced slices.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where the new grid is coarser.
  ///   - outside: The number stored in voxels without a value.
  /// - Returns: A volume with this volume's attributes.
  /// - Throws: ``ReslicingError/irregularTarget``; `OutOfMemory`; `WorkCancelled`.
  public func resampled(
    to grid: GridGeometry, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none, outside: Float = .nan
  ) throws -> Volume {
    guard grid.slicePositions == nil else { throw ReslicingError.irregularTarget }
    let values = try VoxelStorage(count: grid.dimensions.voxelCount)
    let lattice = SampleLattice(grid, in: volume.geometry)
    let stretch = antialiasing == .none ? SIMD3<Double>.one : lattice.coarseness
    let filling = try filling(lattice, nil, interpolation, stretch: stretch)
    try filling.fill(SharedOutput(values))
    return try finished(values, grid, outside)
  }

  /// The volume filtered by a widened kernel in its own grid.
  func filtered(
    by stretch: SIMD3<Double>, _ interpolation: Interpolation
  ) throws -> Volume {
    let geometry = volume.geometry
    let values = try VoxelStorage(count: geometry.dimensions.voxelCount)
    let whole = SharedOutput(values)
    let perSlice = geometry.dimensions.voxelsPerSlice
    let passes = geometry.slicePositions == nil ? 1 : geometry.dimensions.slices
    for k in 0..<passes {
      let filling = PlaneFilling(
        sampling: sampling, context: context, interpolation: interpolation,
        lattice: SampleLattice.voxels(of: geometry, slice: k), slab: nil, stretch: stretch)
      let part = passes == 1 ? 0..<values.count : k * perSlice..<(k + 1) * perSlice
      try unsafe filling.fill(SharedOutput(whole.part(part)))
    }
    return Volume(
      geometry: geometry, voxels: values, validity: volume.validity,
      attributes: volume.attributes)
  }

  /// A volume of what was sampled, in which voxels without a value are invalid.
  private func finished(
    _ values: VoxelStorage, _ grid: GridGeometry, _ outside: Float
  ) throws -> Volume {
    let found = try ValueScan(values, context: context)
    let mask = found.hasNaN ? values.validity(of: grid.dimensions) : nil
    if found.hasNaN, !outside.isNaN {
      unsafe values.withMutableBand(0..<values.count) { all in
        for n in 0..<all.count where unsafe all[n].isNaN { unsafe all[n] = outside }
      }
    }
    var result = Volume(
      geometry: grid, voxels: values, validity: mask, attributes: volume.attributes,
      valueRange: found.range)
    result.losses.rounded = volume.losses.rounded
    return result
  }
}
