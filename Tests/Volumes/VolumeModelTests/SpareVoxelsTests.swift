import Foundation
import Testing
import WorkScheduling

@testable import VolumeModel

@Suite struct `Memory of volumes that were let go` {
  private static let count = 5 << 20

  /// Lets a volume go that is full of a value.
  private func letGo(_ value: Float, limits: WorkLimits = WorkLimits()) throws {
    let storage = try VoxelStorage(count: Self.count, limits: limits)
    unsafe storage.withMutableBand(0..<Self.count) { unsafe $0.update(repeating: value) }
  }

  private func contains(_ value: Float, _ storage: VoxelStorage) -> Bool {
    unsafe storage.withVoxels { unsafe $0.contains(value) }
  }

  private func next(limits: WorkLimits = WorkLimits()) throws -> VoxelStorage {
    try VoxelStorage(count: Self.count - 3, from: nil, limits: limits, isFilled: true)
  }

  @Test(.enabled(if: !MachineMemory.isLimited))
  func `serves the next one that will be filled`() throws {
    // Other tests may come first to it, and leave theirs.
    let isServed = try (0..<100).contains { _ in
      try letGo(7)
      return contains(7, try next())
    }
    #expect(isServed)
  }

  @Test func `serves none that has to be 0`() throws {
    for _ in 0..<20 {
      try letGo(8)
      let storage = try VoxelStorage(count: Self.count)
      #expect(unsafe storage.withVoxels { unsafe $0.allSatisfy { $0 == 0 } })
    }
  }

  @Test func `is not kept where less than the machine's memory may be used`() throws {
    var limits = WorkLimits()
    limits.memoryBytes = 256 << 20
    for _ in 0..<20 {
      try letGo(9, limits: limits)
      #expect(!contains(9, try next()))
    }
  }

  @Test func `is given back where it does not fit, or is small`() throws {
    for bytes in [1 << 20, 20 << 20, 200 << 20] {
      let block = try VoxelBlock(bytes: 64 << 20)
      SpareVoxels.keep(block)
      let taken = SpareVoxels.take(bytes)
      // If it was taken here, it is another test's.
      #expect(taken !== block)
      taken?.free()
    }
    let small = try VoxelBlock(bytes: 4096)
    SpareVoxels.keep(small)
    #expect(small.mappedBytes == 0)
  }

  @Test func `is given back after a moment`() throws {
    let block = try VoxelBlock(bytes: 32 << 20)
    SpareVoxels.keep(block)
    for _ in 0..<1000 where block.mappedBytes > 0 { usleep(10_000) }
    #expect(block.mappedBytes == 0)
  }
}
