extension WorkLimits {
  /// The most bytes that the voxels of one volume may take, wherever they lie.
  package var placedVolumeBytes: Int {
    guard let scratch, let room = try? scratch.room() else { return volumeBytes }
    return max(volumeBytes, room)
  }
}

extension WorkContext {
  /// The context for volumes that stay in memory while others work beside them: where there is a disk for
  /// them, an eighth of memory is left for that work.
  package var leavingRoom: WorkContext {
    guard limits.scratch != nil else { return self }
    var context = self
    context.limits.memoryBytes -= limits.availableBytes / 8
    return context
  }

  /// Returns the context for work that makes whole volumes: they lie in memory if all of it fits there, or
  /// else on disk.
  ///
  /// - Parameters:
  ///   - volumes: The bytes of the volumes.
  ///   - bytes: All else that the work holds at one time, beside what is held.
  /// - Returns: This context, or one for work with its volumes on disk.
  /// - Throws: ``MemoryExceeded``, ``ScratchError``.
  package func placing(volumes: Int, beside bytes: Int) throws -> WorkContext {
    let (all, isHuge) = bytes.addingReportingOverflow(volumes)
    do throws(MemoryExceeded) {
      try limits.checkMemory(isHuge ? .max : all)
      return self
    } catch {
      guard let scratch = limits.scratch, volumes > 0,
        bytes <= limits.availableBytes - ScratchFolder.window(of: volumes)
      else { throw error }
      return try onDisk(scratch, bytes: volumes)
    }
  }

  /// Returns the context for work whose volumes, of so many bytes, lie on disk.
  ///
  /// - Throws: ``ScratchError``.
  package func onDisk(
    _ scratch: ScratchFolder, bytes: Int
  ) throws(ScratchError) -> WorkContext {
    let room = try scratch.room()
    guard bytes <= room else {
      throw .full(folder: scratch.path, needed: bytes, available: room)
    }
    return onDisk
  }

  /// The context for work whose volumes lie on disk, if there is one for them.
  package var onDisk: WorkContext {
    var context = self
    context.limits.isOnDisk = limits.scratch != nil
    return context
  }
}
