import DICOMCoding
import DICOMModel
import Foundation
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

@Suite struct SkippingTests {
  /// Adds one odd file to a good series; returns its code, and checks that the series loads.
  private static func code(_ bytes: [UInt8]) throws -> SkippedFile.Code? {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    let path = try folder.write(bytes, as: "odd")
    let found = try Loaded([folder.path])
    #expect(found.volumes.first?.dimensions.slices == 3)
    #expect(found.report.filesRead == 4)
    return found.report.skipped.first { $0.path == path }?.code
  }

  private static func code(
    as syntax: TransferSyntax = .explicitVRLittleEndian, _ change: (inout DataSet) -> Void
  ) throws -> SkippedFile.Code? {
    var image = TestImages.image(9)
    change(&image)
    return try code(try TestImages.writer.file(image, transferSyntax: syntax))
  }

  @Test func `files that are no image are skipped with their codes`() throws {
    #expect(try Self.code([]) == .emptyFile)
    #expect(try Self.code(Array("some notes\n".utf8)) == .notDICOM)
    #expect(try Self.code([0x5C, 1, 0, 0] + [UInt8](repeating: 0, count: 400)) == .notDICOM)
    #expect(try Self.code { $0.remove(.pixelData) } == .noPixelData)
    #expect(try Self.code { $0.set(.directoryRecordSequence, items: [DataSet()]) } == .dicomdir)
    let whole = try TestImages.writer.file(
      TestImages.image(9), transferSyntax: .explicitVRLittleEndian)
    #expect(try Self.code(Array(whole[..<300])) == .damaged)
    #expect(try Self.code(Array(whole[..<(whole.count - 1)])) == .truncatedPixelData)
  }

  @Test func `images that are no slice are skipped with their codes`() throws {
    #expect(try Self.code { $0.set(.photometricInterpretation, string: "RGB") } == .colourImage)
    #expect(
      try Self.code { $0.set(.imageType, strings: ["DERIVED", "PRIMARY", "MOSAIC"]) } == .mosaic)
    #expect(try Self.code { $0.set(.numberOfFrames, integer: 2) } == .truncatedPixelData)
    #expect(
      try Self.code { $0.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "LOCALIZER"]) }
        == .localizer)
    #expect(try Self.code { $0.set(.bitsAllocated, integer: 12) } == .unsupportedPixels)
    #expect(try Self.code { $0.set(.rows, integer: 0) } == .unsupportedPixels)
    #expect(try Self.code { $0.set(.rescaleSlope, string: "0") } == .unsupportedPixels)
    #expect(
      try Self.code {
        $0.set(.imagerPixelSpacing, doubles: [1, 1])
        $0.remove(.pixelSpacing)
      } == .projectionImage)
    #expect(try Self.code { $0.remove(.pixelSpacing) } == .noGeometry)
    #expect(
      try Self.code {
        $0.set(.rows, integer: 65535)
        $0.set(.columns, integer: 65535)
      } == .truncatedPixelData)
  }

  @Test func `what a decoder is missing for is an unsupported transfer syntax`() throws {
    let unknown = TransferSyntax(uid: "1.2.3.4.5")
    #expect(
      try Self.code(as: unknown) { $0.set(.pixelData, fragments: [[1, 2], [3, 4]]) }
        == .unsupportedTransferSyntax)
  }

  @Test func `the same image twice is used once, the first by its path`() throws {
    let found = try Loaded(TestImages.series(3) + [TestImages.image(1)])
    #expect(found.codes == [.duplicate])
    #expect(found.report.skipped[0].path.hasSuffix("a003.dcm"))
    #expect(found.volumes[0].dimensions.slices == 3)
  }

  @Test func `two encodings of one image are duplicates`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(2))
    try folder.write([TestImages.image(1)], prefix: "b", as: .deflatedExplicitVRLittleEndian)
    try folder.write([TestImages.image(1)], prefix: "c", as: .explicitVRBigEndian)
    #expect(try Loaded([folder.path]).codes == [.duplicate, .duplicate])
  }

  @Test func `one UID with different pixels is trusted in none of them`() throws {
    var other = TestImages.image(1)
    other.setPixels([UInt32](repeating: 9, count: 20), columns: 5, rows: 4)
    let found = try Loaded(TestImages.series(3) + [other])
    #expect(found.codes == [.conflictingDuplicate, .conflictingDuplicate])
    #expect(found.volumes[0].dimensions.slices == 2)
  }

  @Test func `images without a UID are no duplicates of each other`() throws {
    let folder = try TemporaryFolder()
    for n in 0..<3 {
      var image = TestImages.image(n)
      image.set(.sopInstanceUID, bytes: [])
      let bytes = try TestImages.writer.dataSet(image, transferSyntax: .implicitVRLittleEndian)
      try folder.write(bytes, as: "\(n)")
    }
    #expect(try Loaded([folder.path]).volumes.map(\.dimensions.slices) == [3])
  }

  @Test func `links in circles end, dangling ones and pipes are skipped`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(2))
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: folder.path("again"), withDestinationPath: folder.path)
    try manager.createSymbolicLink(
      atPath: folder.path("gone"), withDestinationPath: "/no/such/file")
    #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
    try manager.createDirectory(atPath: folder.path("x.dcm"), withIntermediateDirectories: false)
    let found = try Loaded([folder.path])
    #expect(found.volumes.count == 1)
    #expect(found.codes == [.unreadable, .unreadable])
  }

  @Test func `an input that is not there is an error, as is one that is no file`() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path("missing")
    #expect(throws: LoadError.notFound(path: missing)) { try VolumeLoader().scan([missing]) }
    #expect(throws: LoadError.self) { try VolumeLoader().scan(["/dev/null"]) }
    #expect(throws: LoadError.noVolume(summary: "no files")) {
      try VolumeLoader().loadAll([folder.path])
    }
  }

  @Test func `a volume over the memory limit is refused before it is read`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    #expect(plan.memoryBytes == 5 * 4 * 3 * 4)
    var context = WorkContext()
    context.limits.volumeBytes = 239
    #expect(throws: LoadError.overMemoryLimit(needed: 240, limit: 239)) {
      try loader.load(plan, context: context)
    }
    context.limits.volumeBytes = 240
    #expect(throws: Never.self) { try loader.load(plan, context: context) }
  }

  @Test func `files that go or change after the scan are errors, not wrong voxels`() throws {
    let folder = try TemporaryFolder()
    let paths = try folder.write(TestImages.series(3))
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    try folder.write(try folder.bytes("a001.dcm").dropLast(8), as: "a001.dcm")
    #expect(throws: LoadError.self) { try loader.load(plan) }
    try FileManager.default.removeItem(atPath: paths[1])
    #expect(throws: LoadError.self) { try loader.load(plan) }
  }

  @Test func `cancelled loading throws`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TestImages.series(3))
    let plan = try #require(try VolumeLoader().scan([folder.path]).volumes.first)
    let context = WorkContext(workers: 2)
    context.cancellation.request()
    let loader = VolumeLoader()
    #expect(throws: WorkCancelled.self) { try loader.scan([folder.path], context: context) }
    #expect(throws: WorkCancelled.self) { try loader.load(plan, context: context) }
    #expect(throws: Never.self) { try loader.load(plan) }
  }

  @Test func `every code and finding has a word of its own`() {
    let codes = SkippedFile.Code.allCases.map(\.rawValue) + Finding.Code.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0 == $0.lowercased() && !$0.contains(" ") })
  }

  /// Every prefix of a file, and every byte of its header replaced: an answer or an error.
  @Test(arguments: [
    TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian,
    .deflatedExplicitVRLittleEndian,
  ]) func `files cut or changed at any byte are reported, never a crash`(
    syntax: TransferSyntax
  ) throws {
    let whole = try TestImages.writer.file(TestImages.image(1), transferSyntax: syntax)
    let (loader, context) = (VolumeLoader(), WorkContext(workers: 1))
    let folder = try TemporaryFolder()
    let other = try folder.write([TestImages.image(0)])
    for count in stride(from: 0, to: whole.count, by: 3) {
      let path = try folder.write(whole[..<count], as: "cut")
      let report = try loader.scan(other + [path], context: context)
      #expect(report.filesUsed + report.skipped.count == 2)
      guard let plan = report.volumes.first(where: { $0.paths.contains(path) }) else { continue }
      // Only the end of a deflated stream shows that it was cut, when its pixels are read.
      #expect(syntax.isDeflated, "\(count) of \(whole.count)")
      #expect(throws: LoadError.self, "\(count) of \(whole.count)") {
        try loader.load(plan, context: context)
      }
    }
    var random = SeededRandom(31)
    for place in stride(from: 128, to: whole.count, by: 2) {
      var changed = whole
      changed[place] = UInt8.random(in: .min ... .max, using: &random)
      let path = try folder.write(changed, as: "changed")
      let report = try loader.scan(other + [path], context: context)
      #expect(report.filesUsed + report.skipped.count == 2)
      for plan in report.volumes { _ = try? loader.load(plan, context: context) }
    }
  }
}
