import DICOMCoding
import DICOMImaging
import DICOMModel
import PixelCoding
import VolumeFiles
import VolumeModel
public import WorkScheduling

extension VolumeLoader {
  /// The bytes that loading one phase takes at the most: its voxels, and what the workers read and
  /// decode with meanwhile.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phase: The phase, from 0.
  ///   - workers: How many slices are read at a time.
  /// - Returns: Bytes.
  /// - Precondition: The plan has that phase.
  public func memoryNeeded(
    for plan: VolumePlan, phase: Int = 0, workers: Int = WorkContext.availableCores
  ) -> Int {
    memoryNeeded(for: plan, phase: phase, choice: storage, workers: workers)
  }

  private func memoryNeeded(
    for plan: VolumePlan, phase: Int, choice: StorageChoice, workers: Int
  ) -> Int {
    if let file = plan.volumeFile { return file.memoryNeeded(workers: workers) }
    let jobs = FrameJob.jobs(for: plan.phaseSlices[phase])
    let working = FrameJob.batches(of: jobs).map { $0.memoryNeeded(workers: workers) }.max() ?? 0
    return plan.voxelBytes(phase: phase, choice: choice) + working
  }

  /// Where the voxels of a phase will lie, and how they are kept: in memory as asked for, or else as
  /// integers if that is left to the loader, or else on disk if the context has one.
  ///
  /// - Throws: ``LoadError/overMemoryLimit(needed:limit:)``, `MemoryExceeded`, `ScratchError`.
  package func placement(
    of plan: VolumePlan, phase: Int, context: WorkContext
  ) throws -> VoxelPlacement {
    do {
      try checkMemory(plan, phase: phase, choice: storage, context: context.leavingRoom)
      return VoxelPlacement(storage: storage, context: context)
    } catch {
      guard error is LoadError || error is MemoryExceeded else { throw error }
      let choice: StorageChoice = storage == .float ? .float : .compact
      if storage == .automatic,
        (try? checkMemory(plan, phase: phase, choice: choice, context: context.leavingRoom)) != nil
      {
        return VoxelPlacement(storage: choice, context: context)
      }
      guard let scratch = context.limits.scratch else { throw error }
      let bytes = plan.voxelBytes(phase: phase, choice: choice) - plan.maskBytes
      let needed = memoryNeeded(for: plan, phase: phase, choice: choice, workers: context.workers)
      guard needed - bytes + ScratchFolder.window(of: bytes) <= context.limits.availableBytes
      else { throw error }
      return VoxelPlacement(storage: choice, context: try context.onDisk(scratch, bytes: bytes))
    }
  }

  /// The bytes of memory that a phase takes once it is loaded.
  package func memoryHeld(
    by plan: VolumePlan, phase: Int, context: WorkContext
  ) throws -> Int {
    if let file = plan.volumeFile {
      return try volumeFileReader.memoryHeld(by: file, context: context)
    }
    let place = try placement(of: plan, phase: phase, context: context)
    let bytes = plan.voxelBytes(phase: phase, choice: place.storage)
    guard place.context.limits.isOnDisk else { return bytes }
    return plan.maskBytes + ScratchFolder.window(of: bytes - plan.maskBytes)
  }

  /// Refuses a phase that takes more memory than it may.
  private func checkMemory(
    _ plan: VolumePlan, phase: Int, choice: StorageChoice, context: WorkContext
  ) throws {
    let limits = context.limits
    let bytes = plan.voxelBytes(phase: phase, choice: choice)
    guard bytes <= limits.volumeBytes else {
      throw LoadError.overMemoryLimit(needed: bytes, limit: limits.volumeBytes)
    }
    // A volume file is looked at by its own reader.
    guard plan.volumeFile == nil else { return }
    let needed = memoryNeeded(for: plan, phase: phase, choice: choice, workers: context.workers)
    guard needed <= limits.availableBytes else {
      throw LoadError.overMemoryLimit(
        needed: limits.heldBytes + needed, limit: limits.memoryBytes)
    }
    try limits.checkMemory(bytes)
  }
}

/// How the voxels of a phase are kept, and the context that has them lie in memory or on disk.
package struct VoxelPlacement {
  let storage: StorageChoice
  let context: WorkContext
}

extension VolumePlan {
  /// What of ``memoryBytes`` a validity mask takes.
  fileprivate var maskBytes: Int {
    memoryBytes - geometry.dimensions.voxelCount * MemoryLayout<Float>.stride
  }
}

extension FrameJob.Batch {
  /// The bytes that the jobs take while so many are done at a time.
  fileprivate func memoryNeeded(workers: Int) -> Int {
    let together = min(workers, jobs.count)
    guard let image else { return together * (jobs.map(\.image.ownBytes).max() ?? 0) }
    let share = image.header.pixels.frameCount
    return image.encodedBytes + together * image.decodingBytes(share: share)
  }
}

extension ScannedImage {
  /// What a worker takes who reads a frame of the file by itself.
  fileprivate var ownBytes: Int {
    guard !FrameReader.isInFile(self) else {
      // A tile is copied out of its sheet.
      return FrameReader.scratchBytes(for: self) * (mosaic == nil ? 1 : 2)
    }
    return encodedBytes + decodingBytes(share: 1)
  }

  /// What is read of a file whose samples do not lie in it as they are.
  fileprivate var encodedBytes: Int {
    guard let fragments = encapsulated?.fragments else {
      // The stream, what is in it while its buffer grows, and the pixels once more.
      return 5 * (pixelData.offset + header.pixels.frameBytes * header.pixels.frameCount)
    }
    return (fragments.last?.upperBound ?? 0) - (fragments.first?.lowerBound ?? 0)
  }

  /// What decoding a frame takes, whose fragments are joined: one of so many in the file.
  fileprivate func decodingBytes(share: Int) -> Int {
    guard let encapsulated else { return header.pixels.frameBytes }
    let encoded = encapsulated.fragments.count > 1 ? encodedBytes / max(share, 1) : 0
    let format = header.pixels.format
    let samples = format.columns * format.rows * format.samplesPerPixel
    return encoded + 2 * header.pixels.frameBytes + samples * transferSyntax.decoderBytes
  }
}

extension TransferSyntax {
  /// What decoders keep of a sample beside the frame: OpenJPEG two words of four bytes, and the
  /// coefficients of blocks.
  fileprivate var decoderBytes: Int {
    switch self {
    case .jpeg2000Lossless, .jpeg2000, .htj2kLossless, .htj2kLosslessRPCL, .htj2k: 12
    default: 4
    }
  }
}
