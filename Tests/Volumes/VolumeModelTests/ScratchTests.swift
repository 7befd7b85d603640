import Faults
import Foundation
import Geometry
import TestSupport
import Testing
import VolumePairs
import WorkScheduling

@testable import VolumeModel

@Suite struct `Voxels on disk` {
  private static func limits(_ folder: String, memory: Int = 1 << 20) -> WorkLimits {
    var limits = WorkLimits()
    limits.scratch = ScratchFolder(folder)
    limits.memoryBytes = memory
    return limits
  }

  /// A folder on a disk.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try ScratchFolder(folder.path).room()
    return folder
  }

  @Test(arguments: [1, 4097, 5 << 20])
  func `are 0 at first, hold what is written, and have no name`(count: Int) throws {
    let folder = try Self.folder()
    let context = WorkContext(workers: 2, limits: Self.limits(folder.path)).onDisk
    let storage = try VoxelStorage(count: count, limits: context.limits)
    #expect(try folder.names.isEmpty)
    #expect(storage.diskBytes == count * 4 && storage.memoryBytes < count * 4)
    #expect(unsafe storage.withVoxels { unsafe $0.allSatisfy { $0 == 0 } })
    try context.forEachBand(of: count, length: 1 << 16) { band in
      unsafe storage.withMutableBand(band) { values in
        for n in values.indices { unsafe values[n] = Float(band.lowerBound + n) }
      }
    }
    // All of it has left memory by then, more than once.
    try context.forEachBand(of: count, length: 1 << 16) { band in
      let values = unsafe storage.withVoxels(in: band) { unsafe Array($0) }
      #expect(values == band.map { Float($0) })
    }
    #expect(try folder.names.isEmpty)
  }

  @Test(arguments: [0, 0.1], [StoredKind.hounsfield, .fineSlices])
  func `give the words and values of those in memory`(invalid: Double, kind: StoredKind) throws {
    let pair = try VolumePair(TestVolumes.grid(), kind, seed: 3, invalid: invalid) { 4096 * $0 }
    let limits = try WorkContext.onDisk().limits
    for volume in pair.both {
      let other = try volume.onDisk(limits)
      #expect(other.voxels.integers == volume.voxels.integers)
      let bits = [volume, other].map { volume in
        (0..<volume.dimensions.voxelCount).map { volume.voxels.value(at: $0).bitPattern }
      }
      #expect(bits[0] == bits[1] && other.voxels.diskBytes > 0)
      #expect(try volume.statistics() == other.statistics())
    }
  }

  @Test func `are refused where a disk has no room, before any is taken`() throws {
    let folder = try Self.folder()
    let context = WorkContext(limits: Self.limits(folder.path)).onDisk
    let room = try ScratchFolder(folder.path).room()
    let error = #expect(throws: ScratchError.self) {
      try VoxelStorage(count: room, limits: context.limits)
    }
    guard case .full(folder.path, let needed, let available) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed > room * 4 - 4096 && available < needed)
    #expect(error?.remedies.first == .chooseScratch)
    // Others may write meanwhile.
    #expect(try ScratchFolder(folder.path).room() > room - 1 << 30)
  }

  @Test func `are refused where a folder lies in memory`() throws {
    let folder = "/dev/shm"
    try #require(FileManager.default.fileExists(atPath: folder))
    #expect(throws: ScratchError.inMemory(folder: folder)) { try ScratchFolder(folder).room() }
    let context = WorkContext(limits: Self.limits(folder)).onDisk
    #expect(throws: ScratchError.inMemory(folder: folder)) {
      try VoxelStorage(count: 10, limits: context.limits)
    }
  }

  @Test func `are refused where there is no folder`() throws {
    let context = WorkContext(limits: Self.limits("/nowhere/at all")).onDisk
    #expect(throws: ScratchError.unusable(folder: "/nowhere/at all", code: ENOENT)) {
      try VoxelStorage(count: 10, limits: context.limits)
    }
    let file = try Self.folder().write([1], as: "file")
    #expect(throws: ScratchError.self) {
      try VoxelStorage(
        count: 10, limits: WorkContext(limits: Self.limits(file)).onDisk.limits)
    }
  }

  @Test func `are had only where memory has no room, and a folder is named`() throws {
    let folder = try Self.folder()
    let roomy = WorkContext(limits: Self.limits(folder.path, memory: 1000))
    #expect(try !roomy.placing(volumes: 900, beside: 100).limits.isOnDisk)
    #expect(try roomy.placing(volumes: 901, beside: 100).limits.isOnDisk)
    // A window of an eighth is resident.
    #expect(throws: MemoryExceeded.self) { try roomy.placing(volumes: 901, beside: 900) }
    #expect(throws: MemoryExceeded.self) { try roomy.placing(volumes: 0, beside: 1001) }
    var limits = roomy.limits
    limits.scratch = nil
    #expect(throws: MemoryExceeded.overLimit(needed: 1001, limit: 1000)) {
      try WorkContext(limits: limits).placing(volumes: 901, beside: 100)
    }
    #expect(try VoxelStorage(count: 10, limits: limits).diskBytes == 0)
  }
}
