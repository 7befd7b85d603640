import DICOMCoding
import DICOMModel
import PixelCoding
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

/// Every other test of loading sees to it that integers give the bits of floats: `Loaded`.
@Suite struct `Compact loading` {
  private static func loaded(
    _ images: [DataSet], _ choice: StorageChoice = .compact,
    as syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> Volume {
    var loader = VolumeLoader()
    loader.storage = choice
    return try #require(try Loaded(images, as: syntax, loader).volumes.first)
  }

  private static func images(_ change: (inout DataSet, Int) -> Void) -> [DataSet] {
    (0..<3).map { n in
      var image = TestImages.image(n)
      change(&image, n)
      return image
    }
  }

  @Test(arguments: [
    TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian,
    .deflatedExplicitVRLittleEndian,
  ])
  func `keeps the stored words of a series, in half the memory`(syntax: TransferSyntax) throws {
    let volume = try Self.loaded(TestImages.series(3), as: syntax)
    let ct = StoredIntegers(
      isSigned: false, rescales: [LinearRescale(slope: 1, intercept: -1024)])
    #expect(volume.voxels.integers == ct)
    #expect(volume.memoryBytes == 2 * volume.dimensions.voxelCount)
    let words = unsafe volume.voxels.withStored { unsafe $0.map { Int($0) } }
    #expect(words == (0..<3).flatMap { k in (0..<20).map { 100 * k + $0 } })
    for choice in [StorageChoice.float, .automatic] {
      #expect(try Self.loaded(TestImages.series(3), choice, as: syntax).voxels.integers == nil)
    }
  }

  @Test(arguments: [(8, 8, 7, false), (8, 5, 6, true), (16, 10, 12, true), (16, 16, 15, false)])
  func `keeps the stored bits, and nothing around them`(
    allocated: Int, stored: Int, high: Int, isSigned: Bool
  ) throws {
    var random = SeededRandom(5)
    let junk = (0..<20).map { _ in UInt32.random(in: 0..<1 << UInt32(allocated), using: &random) }
    let volume = try Self.loaded(
      Self.images { image, _ in
        image.setPixels(
          junk, columns: 5, rows: 4, allocated: allocated, stored: stored, high: high,
          signed: isSigned)
      })
    #expect(volume.voxels.integers?.isSigned == isSigned)
    let words = try #require(unsafe volume.voxels.withStored { unsafe Array($0) })
    let wanted = junk.map { word in
      let value = Int(word >> UInt32(high + 1 - stored)) & (1 << stored - 1)
      return isSigned && value >= 1 << (stored - 1) ? value - 1 << stored : value
    }
    #expect(words.prefix(20).map { isSigned ? Int(Int16(bitPattern: $0)) : Int($0) } == wanted)
  }

  /// Slices of 4096 × 2048 voxels: two are as many as are kept as integers without being asked for.
  @Test(arguments: [(2, 1.0, true), (1, 1, false), (2, 0.1, false)])
  func `chosen by itself takes integers of large volumes that are values but for a whole number`(
    slices: Int, slope: Double, isCompact: Bool
  ) throws {
    let images = (0..<slices).map { n in
      var image = TestImages.image(n)
      image.set(.rescaleSlope, double: slope)
      image.setPixels([], columns: 4096, rows: 2048, allocated: 8, stored: 8)
      image.set(.pixelData, vr: .ob, bytes: [UInt8](repeating: 7, count: 1 << 23))
      return image
    }
    let folder = try TemporaryFolder()
    try folder.write(images)
    var loader = VolumeLoader()
    loader.storage = .automatic
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    #expect((try loader.load(plan).voxels.integers != nil) == isCompact)
  }

  @Test func `takes every rescale that gives the bits of floats`() throws {
    func integers(_ slope: @escaping (Int) -> Double) throws -> StoredIntegers? {
      try Self.loaded(
        Self.images { image, n in image.set(.rescaleSlope, double: slope(n)) }
      ).voxels.integers
    }
    #expect(try integers({ _ in 0.1 })?.rescales.count == 1)
    #expect(try integers({ Double($0 + 1) })?.rescales.map(\.slope) == [1, 2, 3])
  }

  @Test func `keeps padding apart`() throws {
    let volume = try Self.loaded(
      Self.images { image, n in
        if n == 1 { image.set(.pixelPaddingValue, vr: .us, integer: 103) }
      })
    #expect(volume.voxels.integers != nil)
    #expect(volume.validity?.validCount == 59 && !volume.isValid(3, 0, 1))
  }

  @Test func `leaves floats where words are not all`() throws {
    func isFloat(_ change: (inout DataSet, Int) -> Void) throws -> Bool {
      try Self.loaded(Self.images(change)).voxels.integers == nil
    }
    #expect(
      try isFloat { image, _ in
        image.setPixels(
          (0..<20).map { UInt32($0) }, columns: 5, rows: 4, allocated: 32, stored: 20)
      })
    #expect(
      try isFloat { image, n in
        image.setPixels(
          (0..<20).map { UInt32($0) }, columns: 5, rows: 4, signed: n == 1)
      })
    #expect(try isFloat { image, _ in image.set(.rescaleSlope, double: 8e33) })
  }

  /// A stream of unsigned samples in files that say they are signed, or the other way round.
  @Test(arguments: [false, true])
  func `goes back to floats where a stream holds others than its header says`(
    isSigned: Bool
  ) throws {
    struct Other: FrameDecoder {
      let isSigned: Bool
      var transferSyntaxes: [TransferSyntax] { [.rleLossless] }
      func decode(
        _ frame: RawSpan, format: PixelFormat, context: WorkContext
      ) throws(PixelCodingError) -> NativeFrame {
        let other = try PixelFormat(
          columns: format.columns, rows: format.rows, bitsAllocated: 16, bitsStored: 12,
          highBit: 11, isSigned: !isSigned)
        return NativeFrame(bytes: [UInt8](repeating: 0xFF, count: format.frameBytes), format: other)
      }
    }
    let images = Self.images { image, _ in
      image.set(.pixelRepresentation, integer: isSigned ? 1 : 0)
      image.set(.pixelData, fragments: [[0, 0]])
    }
    var loader = VolumeLoader()
    loader.storage = .compact
    loader.decoders = FrameDecoders([Other(isSigned: isSigned)])
    let found = try Loaded(images, as: .rleLossless, loader)
    let volume = try #require(found.volumes.first)
    #expect(volume.voxels.integers == nil)
    #expect(volume.valueRange?.lowerBound == Float(isSigned ? 4095 : -1) - 1024)
  }

  @Test func `needs half the memory, and is refused as what it takes`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    var loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    let floats = loader.memoryNeeded(for: plan, workers: 1)
    loader.storage = .compact
    #expect(loader.memoryNeeded(for: plan, workers: 1) == floats - 2 * 60)
    var context = WorkContext()
    context.limits.volumeBytes = 120
    #expect(try loader.load(plan, context: context).voxels.integers != nil)
    loader.storage = .float
    #expect(throws: LoadError.overMemoryLimit(needed: 240, limit: 120)) {
      try loader.load(plan, context: context)
    }
    context.limits.volumeBytes = 119
    loader.storage = .compact
    #expect(throws: LoadError.overMemoryLimit(needed: 120, limit: 119)) {
      try loader.load(plan, context: context)
    }
    withExtendedLifetime(folder) {}
  }

  @Test func `takes a disk only where memory has no room for words either, with the same bits`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    var loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    func bits(_ volume: Volume) -> [UInt32] {
      (0..<60).map { volume.voxels.value(at: $0).bitPattern }
    }
    let expected = bits(try loader.load(plan))
    var context = WorkContext()
    context.limits.scratch = ScratchFolder.standard
    for choice in StorageChoice.allCases {
      loader.storage = choice
      for (limit, isCompact, isOnDisk) in [
        (240, choice == .compact, false), (120, choice != .float, choice == .float),
        (119, choice != .float, true),
      ] {
        context.limits.volumeBytes = limit
        let volume = try loader.load(plan, context: context)
        #expect(bits(volume) == expected)
        #expect((volume.voxels.integers != nil) == isCompact, "\(choice), \(limit)")
        let bytes = isCompact ? 120 : 240
        #expect(volume.voxels.diskBytes == (isOnDisk ? bytes : 0), "\(choice), \(limit)")
        #expect(
          try loader.memoryHeld(by: plan, phase: 0, context: context) == volume.memoryBytes)
      }
    }
    withExtendedLifetime(folder) {}
  }
}
