import DICOMModel
import Dispatch
import Files
import Foundation
import Geometry
import PixelCoding
import Synchronization
import TestSupport
import Testing
import VolumeFiles
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

/// Slices that come from memory, at once or one by one.
@Suite struct `Instances in memory` {
  private static let syntaxes: [TransferSyntax] = [
    .explicitVRLittleEndian, .implicitVRLittleEndian, .deflatedExplicitVRLittleEndian,
  ]

  /// The files of a series of six slices, one of them there twice, and one file that is none.
  private func files(_ folder: TemporaryFolder, _ syntax: TransferSyntax) throws -> [String] {
    var paths = try folder.write(TestImages.series(6), as: syntax)
    paths += try folder.write([TestImages.image(2)], prefix: "b", as: syntax)
    paths.append(try folder.write(Array("no image".utf8), as: "notes.txt"))
    return paths
  }

  private func sources(_ paths: [String]) throws -> [ByteSource] {
    try paths.map { path in
      .memory(Array(try Data(contentsOf: URL(filePath: path))), name: path)
    }
  }

  private func facts(_ report: SeriesReport) -> [String] {
    report.volumes.map { "\($0.id) \($0.paths) \($0.findings)" }
      + report.skipped.map { "\($0.path) \($0.code) \($0.message)" } + ["\(report.filesRead)"]
  }

  private func fingerprints(_ report: SeriesReport) throws -> [String] {
    try report.volumes.map { Loaded.fingerprint(try VolumeLoader().load($0)) }
  }

  @Test(arguments: syntaxes)
  func `make the report and the bits that files make`(syntax: TransferSyntax) throws {
    let folder = try TemporaryFolder()
    let paths = try files(folder, syntax)
    let expected = try VolumeLoader().scan([folder.path])
    let bits = try fingerprints(expected)
    var random = SeededRandom(11)
    let report = try VolumeLoader().scan(try sources(paths).shuffled(using: &random))
    #expect(expected.volumes.count == 1 && expected.skipped.count == 2)
    #expect(facts(report) == facts(expected))
    #expect(try fingerprints(report) == bits)
  }

  /// Decodes as RLE, and tells whenever it has.
  private struct TellingDecoder: FrameDecoder {
    let transferSyntaxes = [TransferSyntax.rleLossless]
    let count = DecoderCount()

    func decode(
      _ frame: RawSpan, format: PixelFormat, context: WorkContext
    ) throws(PixelCodingError) -> NativeFrame {
      defer { count.add() }
      return try RLEDecoder().decode(frame, format: format)
    }
  }

  /// How often something was decoded.
  private final class DecoderCount: Sendable {
    private let ended = DispatchSemaphore(value: 0)
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }

    func add() {
      number.add(1, ordering: .relaxed)
      ended.signal()
    }

    /// Whether so many more end within a minute.
    func reach(_ count: Int) -> Bool {
      (0..<count).allSatisfy { _ in ended.wait(timeout: .now() + 60) == .success }
    }
  }

  private func packed(_ count: Int) throws -> [DataSet] {
    try TestImages.series(count).map { image in
      var image = image
      let format = try PixelFormat(
        columns: TestImages.columns, rows: TestImages.rows, bitsAllocated: 16, bitsStored: 12,
        highBit: 11, isSigned: false)
      let frame = NativeFrame(bytes: Array(image.bytes(.pixelData) ?? []), format: format)
      image.set(.pixelData, fragments: [try RLEEncoder().encode(frame)])
      return image
    }
  }

  @Test(arguments: [1 << 20, 100, 0])
  func `are decoded while others arrive, as many as there is room for, with the same bits`(
    room: Int
  ) throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(packed(6), as: .rleLossless)
    let bits = try fingerprints(try VolumeLoader().scan([folder.path]))
    let decoder = TellingDecoder()
    var loader = VolumeLoader()
    loader.decoders = FrameDecoders([decoder])
    var arriving = ArrivingInstances(loader, decodingAhead: room)
    for source in try sources(paths) { arriving.add(source) }
    // A frame has 40 bytes.
    let ahead = min(6, room / 40)
    #expect(decoder.count.reach(ahead) && decoder.count.value == ahead)
    let plan = try #require(try arriving.report().largest)
    #expect(Loaded.fingerprint(try loader.load(plan)) == bits[0])
    #expect(decoder.count.value <= 6 + ahead)
    // What was given away is decoded anew.
    #expect(Loaded.fingerprint(try loader.load(plan)) == bits[0])
  }

  @Test(arguments: [true, false])
  func `come from a network with the same report and bits, whether memory was made ready or not`(
    isExpected: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let paths = try files(folder, .explicitVRLittleEndian)
    let expected = try VolumeLoader().scan([folder.path])
    let bits = try fingerprints(expected)
    let sources = try sources(paths.sorted())
    let network = RemoteInputs(isMeant: { $0 == "@place" }) { _, _, take in
      try sources.forEach(take)
    }
    var loader = VolumeLoader()
    loader.expectsLoading = isExpected
    for _ in 0..<20 {
      let report = try RemoteInputs.$current.withValue(network) { try loader.scan(["@place"]) }
      #expect(facts(report) == facts(expected))
      // Who loads first takes what was made ready, as far as it is; the next one has other memory.
      #expect(try fingerprints(report) == bits)
      #expect(try fingerprints(report) == bits)
    }
  }

  @Test func `make them in whatever order they arrive, one by one`() throws {
    let folder = try TemporaryFolder()
    let paths = try files(folder, .explicitVRLittleEndian)
    let expected = try VolumeLoader().scan([folder.path])
    let bits = try fingerprints(expected)
    var random = SeededRandom(7)
    for _ in 0..<5 {
      var arriving = ArrivingInstances()
      for source in try sources(paths).shuffled(using: &random) {
        let reason = arriving.add(source)
        #expect((reason?.code == .notDICOM) == source.name.hasSuffix(".txt"))
      }
      let report = try arriving.report()
      #expect(facts(report) == facts(expected))
      #expect(try fingerprints(report) == bits)
    }
  }

  @Test func `need no file once they are there`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(TestImages.series(4))
    let sources = try sources(paths)
    let report = try VolumeLoader().scan(sources)
    for path in paths { try FileManager.default.removeItem(atPath: path) }
    #expect(try VolumeLoader().load(try #require(report.volumes.first)).dimensions.slices == 4)
    #expect(try VolumeLoader().attributes(of: sources[1]).string(.sopInstanceUID) == "1.2.3.2")
  }

  @Test func `may be volume files, but nothing lies beside them`() throws {
    let folder = try TemporaryFolder()
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 2, 0), z: PatientVector(0, 0, 3),
      origin: PatientPoint(4, 5, 6))
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 3, rows: 2, slices: 2), voxelToPatient: map)
    let volume = try Volume(geometry: grid) { i, j, k in Float(i + 10 * j + 100 * k) }
    for name in ["a.nii.gz", "a.nrrd", "a.mhd"] {
      try VolumeFileWriter().write(
        volume, to: folder.path(name), as: VolumeFileFormat(fileName: name))
    }
    for name in ["a.nii.gz", "a.nrrd"] {
      let report = try VolumeLoader().scan(try sources([folder.path(name)]))
      let loaded = try VolumeLoader().load(try #require(report.volumes.first))
      #expect(loaded[2, 1, 1] == 112 && loaded.geometry.voxelToPatient.origin == map.origin)
    }
    let header = try VolumeLoader().scan(try sources([folder.path("a.mhd")]))
    #expect(header.volumes.isEmpty && header.skipped.map(\.code) == [.missingFile])
  }
}
