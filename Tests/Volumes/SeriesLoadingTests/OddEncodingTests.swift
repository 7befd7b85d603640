import DICOMCoding
import DICOMModel
import PixelCoding
import Testing
import TestSupport
import VolumeModel

@testable import SeriesLoading

/// Files that break the rules in a way that leaves no doubt what is meant.
@Suite struct OddEncodingTests {
  private static let plain = Result { try Loaded(TestImages.series(3)).fingerprints }

  /// Loads a series with a change to every image, and returns the finding about it.
  private func finding(
    _ change: (inout DataSet, Int) -> Void
  ) throws -> (fingerprints: [String], message: String?) {
    var images = TestImages.series(3)
    for n in images.indices { change(&images[n], n) }
    let found = try Loaded(images)
    return (found.fingerprints, found.finding(.encodingOddity)?.message)
  }

  @Test func `decimal commas, commas between values and backslashes at the end are read`() throws {
    let cases: [(Tag, String, (Int) -> String)] = [
      (.pixelSpacing, "Pixel Spacing", { _ in "0,5\\0,75" }),
      (.pixelSpacing, "Pixel Spacing", { _ in "0.5,0.75" }),
      (.pixelSpacing, "Pixel Spacing", { _ in "0.5\\0.75\\" }),
      (
        .imagePositionPatient, "Image Position (Patient)",
        { "-10,0\\-20\\\(30 + 5 * $0 / 2),\($0 * 5 % 2 * 5)" }
      ),
      (.rescaleIntercept, "Rescale Intercept", { _ in "-1024,0" }),
    ]
    for (tag, name, text) in cases {
      let found = try finding { $0.set(tag, bytes: Array(text($1).utf8)) }
      #expect(try found.fingerprints == Self.plain.get(), "\(text(0))")
      #expect(found.message?.contains("\(name) is written \u{201C}\(text(0))") == true)
    }
  }

  @Test func `a number that leaves a doubt is refused with what it says`() throws {
    var image = TestImages.image(0)
    image.set(.pixelSpacing, bytes: Array("1.024,5".utf8))
    #expect(try Loaded([image]).report.skipped[0].message.contains("\u{201C}1.024,5\u{201D}"))
    image = TestImages.image(0)
    image.set(.rescaleIntercept, bytes: Array("NaN".utf8))
    #expect(try Loaded([image]).report.skipped[0].message.contains("\u{201C}NaN\u{201D}"))
  }

  @Test func `a Modality LUT without a table leaves slope and intercept`() throws {
    var empty = DataSet()
    empty.set(.lutDescriptor, vr: .us, bytes: [])
    empty.set(.lutData, vr: .us, bytes: [])
    for item in [empty, DataSet()] {
      let found = try finding { set, _ in set.set(.modalityLUTSequence, items: [item]) }
      #expect(try found.fingerprints == Self.plain.get())
      #expect(found.message?.contains("Modality LUT") == true)
    }
  }

  /// A file whose meta group names another syntax.
  private func file(_ image: DataSet, _ syntax: TransferSyntax, named name: TransferSyntax) throws
    -> [UInt8]
  {
    let file = try TestImages.writer.file(image, transferSyntax: syntax)
    let (old, new) = (Array(syntax.uid.utf8), Array(name.uid.utf8))
    let place = try #require(file.indices.first { file[$0...].starts(with: old) })
    let length = (old.count + 1) & ~1
    let padded = new + [UInt8](repeating: 0, count: new.count % 2)
    var changed = Array(file[..<place]) + padded + file[(place + length)...]
    changed[place - 2] = UInt8(padded.count)
    return changed
  }

  @Test(arguments: [TransferSyntax.jpeg2000Lossless, .rleLossless, .jpegLSLossless, .jpegBaseline])
  func `native pixels under a compressed syntax are read`(syntax: TransferSyntax) throws {
    let folder = try TemporaryFolder()
    for (n, image) in TestImages.series(3).enumerated() {
      try folder.write(file(image, .explicitVRLittleEndian, named: syntax), as: "\(n)")
    }
    let found = try Loaded([folder.path])
    #expect(try found.fingerprints == Self.plain.get())
    #expect(found.finding(.encodingOddity)?.message.contains(syntax.name) == true)
  }

  @Test(arguments: [TransferSyntax.explicitVRLittleEndian, .jpeg2000Lossless])
  func `compressed pixels under another syntax are read by what they are`(
    syntax: TransferSyntax
  ) throws {
    let folder = try TemporaryFolder()
    for (n, image) in TestImages.series(3).enumerated() {
      var image = image
      let pixels = Array(image.bytes(.pixelData) ?? [])
      let format = try PixelFormat(
        columns: TestImages.columns, rows: TestImages.rows, samplesPerPixel: 1, bitsAllocated: 16,
        bitsStored: 12, highBit: 11, isSigned: false)
      let encoded = try RLEEncoder().encode(NativeFrame(bytes: pixels, format: format))
      image.set(.pixelData, fragments: [encoded])
      try folder.write(file(image, .rleLossless, named: syntax), as: "\(n)")
    }
    let found = try Loaded([folder.path])
    #expect(try found.fingerprints == Self.plain.get())
    #expect(found.finding(.encodingOddity)?.message.contains("RLE") == true)
  }

  @Test func `GE's private syntax has big-endian pixels behind little-endian attributes`() throws {
    let folder = try TemporaryFolder()
    for (n, image) in TestImages.series(3).enumerated() {
      var image = image
      let pixels = Array(image.bytes(.pixelData) ?? [])
      image.set(.pixelData, vr: .ow, bytes: pixels.indices.map { pixels[$0 ^ 1] })
      let bytes = try file(image, .implicitVRLittleEndian, named: .privateGEBigEndianPixels)
      try folder.write(bytes, as: "\(n)")
    }
    let found = try Loaded([folder.path])
    #expect(try found.fingerprints == Self.plain.get())
    #expect(found.finding(.encodingOddity) == nil)
  }
}
