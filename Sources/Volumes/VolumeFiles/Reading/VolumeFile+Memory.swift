import Compression
import VolumeModel
import WorkScheduling

extension VolumeFile {
  /// The bytes that reading phases takes at the most: their voxels, and what lies between them and
  /// the file meanwhile.
  ///
  /// - Parameters:
  ///   - phases: How many phases are read together.
  ///   - workers: How many parts are converted at a time.
  ///   - voxelSize: The bytes of a voxel.
  /// - Returns: Bytes; `Int.max` for more than that.
  package func memoryNeeded(
    phases: Int = 1, workers: Int, voxelSize: Int = MemoryLayout<Float>.stride
  ) -> Int {
    let mask = voxelType.isInteger ? 0 : memoryBytes / 32
    let bytes = geometry.dimensions.voxelCount * voxelSize
    let (voxels, isHuge) = (bytes + mask).multipliedReportingOverflow(by: phases)
    let (sum, isBeyond) = voxels.addingReportingOverflow(workingBytes(workers: workers))
    return isHuge || isBeyond ? .max : sum
  }

  /// What is on the way from the file to the voxels.
  private func workingBytes(workers: Int) -> Int {
    let perVoxel = stored.type.size + MemoryLayout<Float>.stride
    guard layout == .volumes else {
      // Parts are as long as all axes but the slowest are.
      let lengths = layout.lengths(geometry.dimensions, phases: phases)
      let part = lengths.dropLast().reduce(1, *)
      return part * perVoxel * (source.isPacked ? 1 : min(workers, lengths.last ?? 1))
    }
    let band = VoxelFilling.bandLength(workers: workers)
    let converted = min(geometry.dimensions.voxelCount, band) * perVoxel
    let (sum, isBeyond) = converted.addingReportingOverflow(source.workingBytes(workers: workers))
    return isBeyond ? .max : sum
  }

  /// The context that a packed file is unpacked with: of one worker, who needs little, where memory
  /// has no room for the parts of several.
  func unpacking(_ context: WorkContext) -> WorkContext {
    let parts = InflatingReader.memoryNeeded(workers: context.workers)
    let needed = memoryNeeded(workers: context.workers)
    guard source.isPacked, needed > context.limits.availableBytes - parts else { return context }
    return WorkContext(
      workers: 1, limits: context.limits, cancellation: context.cancellation,
      report: context.report)
  }
}

extension VoxelSource {
  /// The bytes between the file and the voxels that come out of it.
  fileprivate func workingBytes(workers: Int) -> Int {
    if case .chunks(let chunks) = self { chunks.workingBytes(workers: workers) } else { 0 }
  }

  /// Whether the bytes have to be made in their order.
  fileprivate var isPacked: Bool {
    if case .plain = self { false } else { true }
  }
}
