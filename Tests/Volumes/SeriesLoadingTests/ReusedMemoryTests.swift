import Foundation
import TestSupport
import Testing
import WorkScheduling

@testable import SeriesLoading
@testable import VolumeModel

@Suite struct `Volumes in memory that held another one` {
  /// Leaves memory for so many bytes of voxels in which every byte is set.
  private func leaveUsedMemory(_ bytes: Int) throws {
    let storage = try VoxelStorage(count: bytes / 4)
    unsafe storage.withMutableBand(0..<bytes / 4) { unsafe $0.update(repeating: .nan) }
  }

  /// Whether all bits are.
  private func areEqual(_ a: VoxelStorage, _ b: VoxelStorage) -> Bool {
    unsafe a.withVoxels { a in
      unsafe b.withVoxels { b in
        unsafe a.count == b.count
          && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
      }
    }
  }

  @Test(arguments: [StorageChoice.float, .compact])
  func `have the bits that they have in fresh memory`(storage: StorageChoice) throws {
    var loader = VolumeLoader()
    loader.storage = storage
    let plan = try #require(
      try loader.scan([Repository.volumes.appending(path: "ct-chest").path]).volumes.first)
    // Without memory that was used: where calls may use little, none is kept.
    var limits = WorkLimits()
    limits.memoryBytes = 1 << 30
    let fresh = try loader.load(plan, context: WorkContext(limits: limits))
    for _ in 0..<3 {
      try leaveUsedMemory(plan.geometry.dimensions.voxelCount * (storage == .float ? 4 : 2))
      let volume = try loader.load(plan)
      #expect(areEqual(fresh.voxels, volume.voxels))
      #expect(volume.valueRange == fresh.valueRange)
    }
  }
}
