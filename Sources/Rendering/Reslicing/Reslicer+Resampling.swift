import Geometry
public import Sampling
public import VolumeModel
public import WorkScheduling

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
  ///   - context: What the call may use.
  /// - Returns: A volume with this volume's attributes.
  /// - Throws: ``ReslicingError/irregularTarget``, ``ReslicingError/tooManyPixels(_:limit:)``;
  ///   `OutOfMemory`; `WorkCancelled`.
  public func resampled(
    to grid: GridGeometry, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none, outside: Float = .nan,
    context: WorkContext = WorkContext()
  ) throws -> Volume {
    guard grid.slicePositions == nil else { throw ReslicingError.irregularTarget }
    try ReslicingError.check(
      Double(grid.dimensions.voxelCount), limit: context.limits.stackPixels)
    let values = try VoxelStorage(
      count: grid.dimensions.voxelCount, from: nil, limits: context.limits, isFilled: true)
    let lattice = SampleLattice(grid, in: volume.geometry)
    let kernelScale = antialiasing == .none ? SIMD3<Double>.one : lattice.coarseness
    let resampler = resampler(
      lattice, slab: nil, interpolation: interpolation, kernelScale: kernelScale, context: context)
    try resampler.fill(SharedOutput(values))
    return try finished(values, grid: grid, outside: outside, context: context)
  }

  /// A volume of what was sampled, in which voxels without a value are invalid.
  private func finished(
    _ values: VoxelStorage, grid: GridGeometry, outside: Float, context: WorkContext
  ) throws -> Volume {
    let found = try ValueScan(values, context: context)
    let mask = found.hasNaN ? try values.validity(of: grid.dimensions, context: context) : nil
    if found.hasNaN, !outside.isNaN {
      try context.forEachBand(of: values.count, length: 1 << 20) { band in
        unsafe values.withMutableBand(band) { values in
          for n in 0..<values.count where unsafe values[n].isNaN { unsafe values[n] = outside }
        }
      }
    }
    var result = Volume(
      geometry: grid, voxels: values, validity: mask, attributes: volume.attributes,
      valueRange: found.range)
    result.losses.rounded = volume.losses.rounded
    return result
  }
}

extension VolumeSampling {
  /// The voxels filtered by a widened kernel in their own grid.
  func filteredVoxels(_ smoothing: Smoothing, context: WorkContext) throws -> VoxelStorage {
    let geometry = volume.geometry
    let values = try VoxelStorage(count: geometry.dimensions.voxelCount, limits: context.limits)
    let whole = SharedOutput(values)
    let perSlice = geometry.dimensions.voxelsPerSlice
    let passes = geometry.slicePositions == nil ? 1 : geometry.dimensions.slices
    for k in 0..<passes {
      let resampler = PlaneResampler(
        sampling: self, context: context, interpolation: smoothing.interpolation,
        lattice: SampleLattice.voxels(of: geometry, slice: k), slab: nil,
        kernelScale: smoothing.kernelScale)
      let part = passes == 1 ? 0..<values.count : k * perSlice..<(k + 1) * perSlice
      try unsafe resampler.fill(SharedOutput(whole.part(part)))
    }
    return values
  }
}
