import VolumeModel
package import WorkScheduling

/// How the voxels of a file are kept, and the context that has them lie in memory or on disk.
struct FilePlacement {
  /// How stored integers become values; nil keeps floats.
  var integers: StoredIntegers?
  var context: WorkContext

  /// What a voxel takes.
  var voxelSize: Int {
    integers == nil ? MemoryLayout<Float>.stride : MemoryLayout<UInt16>.stride
  }
}

extension VolumeFileReader {
  /// Where the voxels of phases will lie: in memory as floats, or else as integers if that is allowed, or
  /// else on disk if the context has one.
  ///
  /// - Throws: ``VolumeFileError``, `MemoryExceeded`, `ScratchError`.
  func placement(
    of file: VolumeFile, phases: Int, context: WorkContext
  ) throws -> FilePlacement {
    var place = FilePlacement(context: context)
    do {
      try check(file, phases: phases, place: place)
      return place
    } catch {
      place.integers = mayKeepIntegers ? file.integers : nil
      if place.integers != nil, (try? check(file, phases: phases, place: place)) != nil {
        return place
      }
      let voxels = file.voxelBytes(phases: phases, size: place.voxelSize)
      let needed = file.memoryNeeded(
        phases: phases, workers: context.workers, voxelSize: place.voxelSize)
      guard let scratch = context.limits.scratch, needed < .max,
        needed - voxels + ScratchFolder.window(of: voxels) <= context.limits.availableBytes
      else { throw error }
      place.context = try context.onDisk(scratch, bytes: voxels)
      return place
    }
  }

  /// The bytes of memory that a phase takes once it is read.
  package func memoryHeld(by file: VolumeFile, context: WorkContext) throws -> Int {
    let place = try placement(of: file, phases: 1, context: context)
    let voxels = file.voxelBytes(phases: 1, size: place.voxelSize)
    let mask = file.voxelType.isInteger ? 0 : file.memoryBytes / 32
    return mask + (place.context.limits.isOnDisk ? ScratchFolder.window(of: voxels) : voxels)
  }

  /// Refuses phases that take more memory than they may.
  private func check(_ file: VolumeFile, phases: Int, place: FilePlacement) throws {
    let limits = place.context.leavingRoom.limits
    let voxels = file.voxelBytes(phases: phases, size: place.voxelSize)
    guard voxels <= limits.volumeBytes else {
      throw VolumeFileError(.overLimit(needed: voxels, limit: limits.volumeBytes), path: file.path)
    }
    let needed = file.memoryNeeded(
      phases: phases, workers: place.context.workers, voxelSize: place.voxelSize)
    guard needed <= limits.availableBytes else {
      let (all, isBeyond) = needed.addingReportingOverflow(limits.heldBytes)
      throw VolumeFileError(
        .overLimit(needed: isBeyond ? .max : all, limit: limits.memoryBytes), path: file.path)
    }
    try limits.checkMemory(voxels)
  }
}

extension VolumeFile {
  /// The bytes of some phases; `Int.max` for more than that.
  func voxelBytes(phases: Int, size: Int) -> Int {
    let (bytes, isHuge) = (geometry.dimensions.voxelCount * size)
      .multipliedReportingOverflow(by: phases)
    return isHuge ? .max : bytes
  }

  /// How stored integers are values but for a whole number; nil where they are not, or do not lie in
  /// the order of voxels.
  var integers: StoredIntegers? {
    guard layout == .volumes else { return nil }
    let rescale = LinearRescale(slope: stored.slope, intercept: stored.intercept)
    let integers: StoredIntegers
    switch stored.type {
    case .int8, .int16: integers = StoredIntegers(isSigned: true, rescales: [rescale])
    case .uint8, .uint16: integers = StoredIntegers(isSigned: false, rescales: [rescale])
    default: return nil
    }
    return integers.areShiftedValues ? integers : nil
  }
}

extension StoredFormat {
  /// Turns stored integers of up to 16 bits into words.
  ///
  /// - Precondition: There are `type.size` bytes for each word.
  func copy(_ bytes: UnsafeRawBufferPointer, to words: UnsafeMutableBufferPointer<UInt16>) {
    precondition(bytes.count == words.count * type.size, "bytes for each word")
    for n in 0..<words.count {
      let word: UInt16
      switch type {
      case .int8: word = unsafe UInt16(bitPattern: Int16(Int8(bitPattern: bytes[n])))
      case .uint8: word = unsafe UInt16(bytes[n])
      default:
        let stored = unsafe bytes.loadUnaligned(fromByteOffset: 2 * n, as: UInt16.self)
        word = isSwapped ? stored.byteSwapped : stored
      }
      unsafe words[n] = word
    }
  }
}
