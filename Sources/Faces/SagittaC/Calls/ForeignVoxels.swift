import CSagitta
import SagittaEngine

/// Memory of a caller, which is told when nobody needs it any more.
@safe
final class ForeignMemory: @unchecked Sendable {
  // Sendable: the header says that the function is called from any thread.
  private let release: sagitta_free?
  private let context: UnsafeMutableRawPointer?

  init(release: sagitta_free?, context: UnsafeMutableRawPointer?) {
    unsafe self.release = unsafe release
    unsafe self.context = unsafe context
  }

  deinit { unsafe release?(context) }
}

/// Voxels that a caller hands over.
@safe
struct ForeignVoxels {
  let start: UnsafePointer<Float>
  let count: Int
  let readableBytes: Int
  let release: sagitta_free?
  let context: UnsafeMutableRawPointer?

  /// A volume of these voxels, where they lie if that is possible.
  func volume(as description: VolumeDescription, context: WorkContext) throws -> Volume {
    let grid = try description.grid.geometry(field: "description")
    guard grid.dimensions.voxelCount == count else {
      throw WrongArgument(
        "\(count) voxels were given, the dimensions have \(grid.dimensions.voxelCount)")
    }
    let voxels = try storage(context)
    let mask = try ValidityMask(
      of: voxels, dimensions: grid.dimensions, context: context, isValid: \.isFinite)
    let volume = try Volume(
      geometry: grid, voxels: voxels, validity: mask.validCount == count ? nil : mask,
      attributes: description.attributes, context: context)
    return volume
  }

  /// Whether the voxels are copied: where nobody is told of their end, or too little lies behind them.
  var isCopied: Bool {
    let (bytes, isHuge) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    return unsafe release == nil || isHuge || readableBytes - VoxelStorage.paddingBytes < bytes
  }

  private func storage(_ work: WorkContext) throws -> VoxelStorage {
    if !isCopied {
      // SAFETY: the caller promises that the memory stays as it is until it is released.
      return try unsafe VoxelStorage(
        adopting: UnsafeRawBufferPointer(start: start, count: readableBytes), count: count,
        owner: ForeignMemory(release: release, context: context))
    }
    try work.limits.checkMemory(count * MemoryLayout<Float>.stride)
    let storage = try VoxelStorage(count: count)
    nonisolated(unsafe) let start = unsafe start
    try work.forEachBand(of: count, length: 1 << 20) { range in
      // SAFETY: bands do not overlap, and the caller promises `count` voxels.
      unsafe storage.withMutableBand(range) { target in
        _ = unsafe target.update(
          from: UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
      }
    }
    return storage
  }
}
