package import VolumeModel
package import WorkScheduling

extension WorkContext {
  /// Work whose volumes all lie on disk, and of which next to nothing stays resident.
  ///
  /// - Throws: `ScratchError` where no folder lies on a disk.
  package static func onDisk(workers: Int = 2) throws -> WorkContext {
    var limits = WorkLimits()
    limits.scratch = ScratchFolder.standard ?? ScratchFolder("/var/tmp")
    limits.memoryBytes = 1 << 20
    return WorkContext(workers: workers, limits: limits).onDisk
  }
}

extension Volume {
  /// The same volume with its voxels on disk, as they are stored.
  ///
  /// - Throws: What the storage throws.
  package func onDisk(_ limits: WorkLimits) throws -> Volume {
    let all = 0..<dimensions.voxelCount
    let copy: VoxelStorage
    if let integers = voxels.integers {
      copy = try VoxelStorage(integers: integers, dimensions: dimensions, limits: limits)
      unsafe copy.withMutableWords(all) { new in
        unsafe voxels.withStored { unsafe _ = new.update(fromContentsOf: $0) }
      }
    } else {
      copy = try VoxelStorage(count: all.count, limits: limits)
      unsafe copy.withMutableBand(all) { new in
        unsafe voxels.withVoxels { unsafe _ = new.update(fromContentsOf: $0) }
      }
    }
    return Volume(
      geometry: geometry, voxels: copy, validity: validity, attributes: attributes,
      valueRange: valueRange)
  }
}
