import Synchronization
package import VolumeModel
package import WorkScheduling

/// Makes samplers of one volume and keeps what they share.
///
/// That is the validity look-up, the voxels with their gaps filled and the B-spline
/// coefficients, each made when first needed.
package final class VolumeSampling: Sendable {
  package let volume: Volume
  private let sources = Mutex(Sources())

  private struct Sources {
    var validity: ValidityLookup?
    var raw: VolumeSource?
    var filled: VolumeSource?
    var coefficients: VolumeSource?
  }

  package init(_ volume: Volume) {
    self.volume = volume
  }

  /// Returns a sampler for an interpolation.
  ///
  /// - Throws: `OutOfMemory` for coefficients or filled voxels; `WorkCancelled`.
  package func sampler(
    _ interpolation: Interpolation, context: WorkContext, level: CPULevel = .current
  ) throws -> RowSampler {
    let source = try source(
      interpolation, context, level, isWide: interpolation.isWide)
    return RowSampler(source, interpolation, level)
  }

  /// Returns a sampler of an aligned lattice.
  ///
  /// - Parameters:
  ///   - lattice: Where to sample.
  ///   - alignment: The lattice's own.
  ///   - interpolation: The kernel.
  ///   - stretch: Along i, j and k, at least 1: how much wider than one voxel the kernel is.
  ///   - context: The workers that prepare the volume.
  ///   - level: The loops to use.
  /// - Returns: A sampler whose target holds third after third, row after row.
  /// - Throws: As ``sampler(_:context:level:)``.
  package func sampler(
    _ lattice: SampleLattice, _ alignment: SampleLattice.Alignment,
    _ interpolation: Interpolation, stretch: SIMD3<Double> = .one,
    context: WorkContext, level: CPULevel = .current
  ) throws -> GridSampler {
    let source = try source(
      interpolation, context, level, isWide: interpolation.isWide || stretch != .one)
    let axes = lattice.tables(alignment)
    var strides = axes.map(\.stride)
    var tables = (0..<3).map { axis in
      AxisTable(
        axes[axis].places, size: volume.dimensions.ijk[axis], interpolation,
        slices: axis == 2 ? source.sliceMap : nil, stretch: stretch[axis])
    }
    var first = 0
    if tables[0].isReversedRun, strides[0] != 1 {
      // Read forwards and write backwards: then lines of voxels are copied as they are.
      first = strides[0] * (tables[0].count - 1)
      tables[0] = AxisTable(
        axes[0].places.reversed, size: volume.dimensions.columns, interpolation)
      strides[0] = -strides[0]
    }
    return GridSampler(
      source, volume.geometry, i: tables[0], j: tables[1], k: tables[2],
      strides: .init(first: first, i: strides[0], j: strides[1], k: strides[2]), level: level)
  }

  func source(
    _ interpolation: Interpolation, _ context: WorkContext, _ level: CPULevel, isWide: Bool
  ) throws -> VolumeSource {
    // Whoever needs what is being made waits for it: making it twice would cost more.
    try sources.withLock { sources in
      if !isWide { return raw(&sources) }
      let filled = try filled(&sources)
      guard interpolation == .cubic else { return filled }
      if let made = sources.coefficients { return made }
      let coefficients = try SplineCoefficients(
        filled.voxels, volume.geometry, context, level)
      let made = VolumeSource(
        volume.geometry, coefficients.values, sources.validity,
        sliceStride: coefficients.sliceStride)
      sources.coefficients = made
      return made
    }
  }

  private func raw(_ sources: inout Sources) -> VolumeSource {
    if let made = sources.raw { return made }
    if let mask = volume.validity {
      sources.validity = ValidityLookup(mask, volume.dimensions)
    }
    let made = VolumeSource(volume.geometry, volume.voxels, sources.validity)
    sources.raw = made
    return made
  }

  private func filled(_ sources: inout Sources) throws -> VolumeSource {
    let raw = raw(&sources)
    guard let mask = volume.validity else { return raw }
    if let made = sources.filled { return made }
    let voxels = try FilledVoxels.of(volume, mask)
    let made = VolumeSource(volume.geometry, voxels, sources.validity)
    sources.filled = made
    return made
  }
}
