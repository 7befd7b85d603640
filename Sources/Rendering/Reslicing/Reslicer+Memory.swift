package import Sampling
package import VolumeModel

/// What sampling keeps and takes beside a volume, in bytes.
package struct SamplingMemory: Sendable {
  /// Whole volumes, which may lie on disk.
  package var volumes = 0
  /// What has to lie in memory.
  package var beside = 0
}

extension Reslicer {
  /// The bytes that are kept and taken beside the volume to sample planes, their values not
  /// included.
  ///
  /// - Parameters:
  ///   - planes: Where the planes lie; the largest and the coarsest decide.
  ///   - slab: What each pixel gathers.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where pixels are farther apart than voxels.
  /// - Returns: Bytes.
  package func memoryNeeded(
    _ planes: some Sequence<PlaneGeometry>, slab: Slab? = nil, interpolation: Interpolation,
    antialiasing: Antialiasing
  ) -> SamplingMemory {
    var largest = 0
    var isFiltered = false
    for plane in planes {
      let lattice = SampleLattice(plane, in: volume.geometry)
      let isCoarse = antialiasing != .none && lattice.coarsenessInPlane != .one
      isFiltered = isFiltered || isCoarse && (slab != nil || lattice.alignment == nil)
      largest = max(largest, plane.width * plane.height)
    }
    // A slab's samples are gathered as sums and weights; aligned ones are made several at a time.
    let gathering = slab == nil ? 0 : largest * 4 * (1 + 2)
    var memory = preparation(interpolation, isFiltered: isFiltered)
    memory.beside += gathering
    return memory
  }

  /// The bytes that are kept and taken beside the volume to sample it at another grid, the new
  /// voxels not included.
  package func memoryNeeded(
    resampledTo grid: GridGeometry, interpolation: Interpolation, antialiasing: Antialiasing
  ) -> SamplingMemory {
    let lattice = SampleLattice(grid, in: volume.geometry)
    let isCoarse = antialiasing != .none && lattice.coarseness != .one
    return preparation(
      interpolation, isFiltered: isCoarse && lattice.alignment == nil)
  }

  /// What samplers keep of the volume.
  private func preparation(
    _ interpolation: Interpolation, isFiltered: Bool
  ) -> SamplingMemory {
    let voxels = volume.voxels.count * MemoryLayout<Float>.stride
    let isMasked = volume.validity != nil
    let lookup = isMasked ? volume.voxels.count / 6 : 0
    // Filled voxels, and the distances to what fills them; coefficients with their gaps.
    let filled = isMasked && (interpolation.isWide || isFiltered) ? 2 * voxels : 0
    let coefficients = interpolation == .cubic ? voxels + voxels / 16 : 0
    let sources = isFiltered ? 2 : 1
    return SamplingMemory(
      volumes: sources * (filled + coefficients) + (isFiltered ? voxels : 0), beside: lookup)
  }
}
