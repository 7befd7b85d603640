import VolumeModel

/// Memory that several workers fill, each its own part.
@safe
struct SharedOutput: @unchecked Sendable {
  // Sendable: parts of different workers do not overlap; whoever hands them out sees to it.
  private let memory: UnsafeMutableBufferPointer<Float>
  private let owner: VoxelStorage?

  /// Shares memory that the caller keeps.
  init(_ memory: UnsafeMutableBufferPointer<Float>) {
    unsafe self.memory = memory
    owner = nil
  }

  /// Shares a storage that belongs to no volume yet.
  init(_ storage: VoxelStorage) {
    // SAFETY: the storage does not move and is kept.
    unsafe memory = storage.withMutableBand(0..<storage.count) { unsafe $0 }
    owner = storage
  }

  /// The first value.
  var base: UnsafeMutablePointer<Float> {
    guard let base = unsafe memory.baseAddress else {
      preconditionFailure("a picture has pixels")
    }
    return unsafe base
  }

  /// Returns the values of `range`.
  ///
  /// - Precondition: The range lies in the memory, and nobody else uses it meanwhile.
  func part(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
    unsafe UnsafeMutableBufferPointer(rebasing: memory[range])
  }
}
