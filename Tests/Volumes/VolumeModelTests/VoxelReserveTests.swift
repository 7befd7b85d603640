import Testing

@testable import VolumeModel

@Suite struct `Memory that is made ready for voxels` {
  private func isClear(_ storage: VoxelStorage) -> Bool {
    unsafe storage.withVoxels { unsafe $0.allSatisfy { $0 == 0 } }
  }

  @Test(arguments: [0, 1, 5 << 20, 64 << 20])
  func `is given once, all 0, whatever of it is ready`(readyBytes: Int) throws {
    for count in [1, 1023, 3 << 20] {
      let reserve = try #require(VoxelReserve(atMost: 64 << 20))
      reserve.makeReady(readyBytes)
      let first = try VoxelStorage(count: count, from: reserve)
      #expect(first.count == count && isClear(first))
      unsafe first.withMutableBand(0..<count) { unsafe $0.update(repeating: 1) }
      // It is gone: this is other memory.
      let second = try VoxelStorage(count: count, from: reserve)
      #expect(isClear(second))
      reserve.makeReady(readyBytes)
    }
  }

  @Test func `is let go where it is too little`() throws {
    let reserve = try #require(VoxelReserve(atMost: 4096))
    reserve.makeReady(4096)
    let storage = try VoxelStorage(count: 1 << 20, from: reserve)
    #expect(storage.count == 1 << 20 && isClear(storage))
    #expect(reserve.take(1)?.bytes == nil)
  }

  @Test(arguments: [0, 1 << 20, 5 << 20])
  func `keeps its addresses while some of it is made ready, however little is kept`(kept: Int)
    throws
  {
    let block = try VoxelBlock(bytes: 8 << 20)
    var seen: [Range<Int>] = []
    block.whileTouched(4 << 20..<16 << 20) { range in
      seen.append(range)
      block.shorten(to: kept)
      #expect(block.bytes == kept && block.mappedBytes == 8 << 20)
      // It could not be written to otherwise.
      let middle = unsafe block.start + range.lowerBound
      unsafe middle.storeBytes(of: 7, as: UInt8.self)
      #expect(unsafe middle.load(as: UInt8.self) == 7)
    }
    #expect(seen == [4 << 20..<8 << 20])
    #expect(block.mappedBytes == kept)
    block.whileTouched(kept..<8 << 20) { seen.append($0) }
    #expect(seen.count == 1, "what was given back is touched no more")
    block.free()
    #expect(block.mappedBytes == 0)
  }

  @Test func `is not had for nothing`() { #expect(VoxelReserve(atMost: 0) == nil) }
}
