package import VolumeModel
package import WorkScheduling

/// Makes samplers of one volume and keeps what they share.
///
/// That is the validity look-up, the voxels with their gaps filled and the B-spline
/// coefficients, each made when first needed, and the same of the volume filtered for coarse images.
package final class VolumeSampling: Sendable {
  package let volume: Volume
  /// How the volume is filtered first; nil if it is not.
  private let smoothing: Smoothing?
  /// The sampling of the volume itself, where this one is of the filtered volume.
  private let unfiltered: VolumeSampling?
  private let filtered: @Sendable (WorkContext) throws -> VoxelStorage
  private let kept: SharedResults<KeptSource, VolumeSource>

  /// How a volume is filtered by a kernel that is wider than one voxel.
  package struct Smoothing: Hashable, Sendable {
    /// Along i, j and k: how much wider.
    package let kernelScale: SIMD3<Double>
    package let interpolation: Interpolation

    package init(kernelScale: SIMD3<Double>, interpolation: Interpolation) {
      self.kernelScale = kernelScale
      self.interpolation = interpolation
    }
  }

  /// What is kept for later calls.
  struct KeptSource: Hashable, Sendable {
    enum Form: Hashable, Sendable { case raw, filled, coefficients }

    let form: Form
    let smoothing: Smoothing?
  }

  package init(_ volume: Volume) {
    self.volume = volume
    smoothing = nil
    unfiltered = nil
    filtered = { _ in volume.voxels }
    kept = SharedResults()
  }

  /// The same volume, filtered; it keeps what it needs together with this one.
  ///
  /// - Parameters:
  ///   - smoothing: How it is filtered.
  ///   - filtered: Makes the filtered voxels, when they are first needed.
  /// - Returns: A sampling of the filtered volume.
  package func smoothed(
    _ smoothing: Smoothing, filtered: @escaping @Sendable (WorkContext) throws -> VoxelStorage
  ) -> VolumeSampling {
    VolumeSampling(self, smoothing: smoothing, filtered: filtered)
  }

  private init(
    _ other: VolumeSampling, smoothing: Smoothing,
    filtered: @escaping @Sendable (WorkContext) throws -> VoxelStorage
  ) {
    volume = other.volume
    kept = other.kept
    unfiltered = other
    self.smoothing = smoothing
    self.filtered = filtered
  }

  /// Returns a sampler for an interpolation.
  ///
  /// - Throws: `OutOfMemory` for coefficients or filled voxels; `WorkCancelled`.
  package func sampler(
    _ interpolation: Interpolation, level: CPULevel = .current, context: WorkContext
  ) throws -> RowSampler {
    let source = try source(
      interpolation, level: level, isWide: interpolation.isWide, context: context)
    return RowSampler(source, interpolation: interpolation, level: level)
  }

  /// Returns a sampler of an aligned lattice.
  ///
  /// - Parameters:
  ///   - lattice: Where to sample.
  ///   - alignment: The lattice's own.
  ///   - interpolation: The kernel.
  ///   - kernelScale: Along i, j and k, at least 1: how much wider than one voxel the kernel is.
  ///   - level: The loops to use.
  ///   - context: The workers that prepare the volume.
  /// - Returns: A sampler whose target holds third after third, row after row.
  /// - Throws: As ``sampler(_:level:context:)``.
  package func sampler(
    _ lattice: SampleLattice, alignment: SampleLattice.Alignment,
    interpolation: Interpolation, kernelScale: SIMD3<Double> = .one, level: CPULevel = .current,
    context: WorkContext
  ) throws -> GridSampler {
    let source = try source(
      interpolation, level: level, isWide: interpolation.isWide || kernelScale != .one,
      context: context
    )
    let axes = lattice.tables(alignment)
    var strides = axes.map(\.stride)
    var tables = (0..<3).map { axis in
      ResamplingWeights(
        axes[axis].places, size: volume.dimensions.ijk[axis], interpolation: interpolation,
        slices: axis == 2 ? source.sliceMap : nil, kernelScale: kernelScale[axis])
    }
    var first = 0
    if tables[0].isReversedRun, strides[0] != 1 {
      // Read forwards and write backwards: then lines of voxels are copied as they are.
      first = strides[0] * (tables[0].count - 1)
      tables[0] = ResamplingWeights(
        axes[0].places.reversed, size: volume.dimensions.columns, interpolation: interpolation)
      strides[0] = -strides[0]
    }
    return GridSampler(
      source, geometry: volume.geometry, i: tables[0], j: tables[1], k: tables[2],
      strides: .init(first: first, i: strides[0], j: strides[1], k: strides[2]), level: level)
  }

  /// What samples of a kernel of more than two taps are made of.
  ///
  /// - Throws: As ``sampler(_:level:context:)``.
  package func wideSource(
    _ interpolation: Interpolation, level: CPULevel, context: WorkContext
  ) throws -> VolumeSource {
    try source(interpolation, level: level, isWide: true, context: context)
  }

  func source(
    _ interpolation: Interpolation, level: CPULevel, isWide: Bool, context: WorkContext
  ) throws -> VolumeSource {
    if !isWide { return try raw(context) }
    return interpolation == .cubic ? try coefficients(level, context: context) : try filled(context)
  }

  private func raw(_ context: WorkContext) throws -> VolumeSource {
    try keep(.raw, context: context) {
      VolumeSource(volume.geometry, voxels: try filtered(context), validity: try validity(context))
    }
  }

  /// Which voxels are valid, which filtering does not change.
  private func validity(_ context: WorkContext) throws -> ValidityLookup? {
    if let unfiltered { return try unfiltered.raw(context).validity }
    return try volume.validity.map {
      try ValidityLookup($0, size: volume.dimensions, context: context)
    }
  }

  private func filled(_ context: WorkContext) throws -> VolumeSource {
    guard let mask = volume.validity else { return try raw(context) }
    return try keep(.filled, context: context) {
      let raw = try raw(context)
      let voxels = try FilledVoxels.of(
        raw.voxels, mask: mask, geometry: volume.geometry, context: context)
      return VolumeSource(volume.geometry, voxels: voxels, validity: raw.validity)
    }
  }

  private func coefficients(_ level: CPULevel, context: WorkContext) throws -> VolumeSource {
    try keep(.coefficients, context: context) {
      let filled = try filled(context)
      let coefficients = try SplineCoefficients(
        filled.voxels, geometry: volume.geometry, context: context, level: level)
      return VolumeSource(
        volume.geometry, voxels: coefficients.values, validity: filled.validity,
        sliceStride: coefficients.sliceStride)
    }
  }

  private func keep(
    _ form: KeptSource.Form, context: WorkContext, make: () throws -> VolumeSource
  ) throws -> VolumeSource {
    try kept.value(
      for: KeptSource(form: form, smoothing: smoothing), bytes: ownBytes, context: context,
      make: make)
  }

  /// The memory that a source takes beside the volume's own.
  private func ownBytes(_ source: VolumeSource) -> Int {
    let voxels = source.voxels === volume.voxels ? 0 : source.voxels.memoryBytes
    return voxels + (source.validity?.byteCount ?? 0)
  }
}
