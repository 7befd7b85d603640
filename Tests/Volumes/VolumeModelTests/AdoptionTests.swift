import Geometry
import Testing
import VolumeModel

/// Memory of somebody else, with room for the padding.
@safe private final class Lender: @unchecked Sendable {
  let memory: UnsafeMutableRawBufferPointer
  private let released: @Sendable () -> Void

  init(_ values: [Float], offset: Int = 0, _ released: @escaping @Sendable () -> Void = {}) {
    self.released = released
    let count = offset + values.count * 4 + VoxelStorage.paddingBytes
    unsafe memory = .allocate(byteCount: count, alignment: 64)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    unsafe values.withUnsafeBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(rebasing: memory[offset...]).copyMemory(from: bytes)
    }
  }

  deinit {
    unsafe memory.deallocate()
    released()
  }

  func storage(
    count: Int, from offset: Int = 0, bytes: Int? = nil
  ) throws(UnfitMemory) -> VoxelStorage {
    let end = unsafe bytes.map { offset + $0 } ?? memory.count
    let part = unsafe UnsafeRawBufferPointer(rebasing: memory[offset..<end])
    return unsafe try VoxelStorage(adopting: part, count: count, owner: self)
  }
}

@Suite struct `Adopted voxels` {
  private static let values = (0..<24).map { Float($0) - 7.5 }

  private final class Flag: @unchecked Sendable {
    var isRaised = false
  }

  private func volume(_ storage: VoxelStorage) throws -> Volume {
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
      origin: PatientPoint(0, 0, 0))
    let size = GridDimensions(columns: 4, rows: 3, slices: 2)
    return Volume(
      geometry: try GridGeometry(dimensions: size, voxelToPatient: map), voxels: storage)
  }

  @Test func `are used where they lie`() throws {
    let lender = Lender(Self.values)
    let storage = try lender.storage(count: 24)
    let start = unsafe storage.withVoxels { unsafe UnsafeRawPointer($0.baseAddress) }
    #expect(unsafe start == UnsafeRawPointer(lender.memory.baseAddress))
    let volume = try volume(storage)
    #expect(volume[3, 2, 1] == 15.5)
    #expect(volume.valueRange == -7.5...15.5)
  }

  @Test func `are released with the last volume that has them`() throws {
    let flag = Flag()
    var volumes: [Volume] = []
    do {
      let storage = try Lender(Self.values) { flag.isRaised = true }.storage(count: 24)
      volumes = [try volume(storage), try volume(storage)]
    }
    #expect(!flag.isRaised)
    volumes.removeLast()
    #expect(!flag.isRaised && volumes[0][0, 0, 0] == -7.5)
    volumes.removeLast()
    #expect(flag.isRaised)
  }

  @Test func `need all their bytes and the padding behind them`() throws {
    let lender = Lender(Self.values)
    let needed = 24 * 4 + VoxelStorage.paddingBytes
    #expect(try lender.storage(count: 24, bytes: needed).count == 24)
    #expect(throws: UnfitMemory.tooShort(needed: needed, available: needed - 1)) {
      try lender.storage(count: 24, bytes: needed - 1)
    }
    #expect(throws: UnfitMemory.tooShort(needed: needed + 4, available: needed)) {
      try lender.storage(count: 25)
    }
    #expect(throws: UnfitMemory.tooShort(needed: needed, available: 0)) {
      unsafe try VoxelStorage(
        adopting: UnsafeRawBufferPointer(start: nil, count: 0), count: 24, owner: lender)
    }
  }

  @Test(arguments: [0, -1, Int.max, Int.max / 4])
  func `are a number that memory can hold`(count: Int) {
    #expect(throws: UnfitMemory.voxelCount(count)) {
      try Lender(Self.values).storage(count: count)
    }
  }

  @Test func `begin where floats may begin`() throws {
    let lender = Lender(Self.values, offset: 4)
    #expect(try volume(lender.storage(count: 24, from: 4))[0, 0, 0] == -7.5)
    for offset in 1...3 {
      #expect(throws: UnfitMemory.misaligned) { try lender.storage(count: 8, from: offset) }
    }
  }
}
