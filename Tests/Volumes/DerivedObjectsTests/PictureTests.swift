import DICOMCoding
import DICOMModel
import Files
import Geometry
import PixelCoding
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

@Suite struct PictureTests {
  /// Frames of random samples, 17×11.
  static func frames(_ kind: Int, _ count: Int) -> [Raster] {
    var random = SeededRandom(UInt64(kind * 100 + count))
    return (0..<count).map { _ in
      let samples: Raster.Samples =
        switch kind {
        case 0: .gray8((0..<187).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 1: .gray16((0..<187).map { _ in UInt16.random(in: 0...65_535, using: &random) })
        default: .rgb8((0..<561).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
      return Raster(width: 17, height: 11, samples: samples, pixelSize: SIMD2(0.5, 0.75))
    }
  }

  @Test(arguments: 0...2, [1, 3])
  func `a picture's samples are the object's`(_ kind: Int, _ count: Int) throws {
    let frames = Self.frames(kind, count)
    let object = try SecondaryCapture(frames, from: nil, by: .slices, options: .test).object()
    let parsed = try Part10Reader().readWhole(try object.fileBytes()).dataSet
    let pixels = Array(try #require(parsed.bytes(.pixelData)))
    let expected = frames.flatMap(\.nativeBytes)
    #expect(Array(pixels.prefix(expected.count)) == expected)
    #expect(pixels.count - expected.count == expected.count % 2)
    #expect(parsed.integer(.numberOfFrames) ?? 1 == count)
    #expect(parsed.string(.conversionType) == "WSD")
    #expect(parsed.doubles(.pixelSpacing) == [0.75, 0.5])
    let classes = ["7.2", "7.3", "7.4"]
    let name = "1.2.840.10008.5.1.4.1.1." + (count == 1 ? "7" : classes[kind])
    #expect(parsed.uid(.sopClassUID) == name)
    if count > 1 {
      #expect(parsed.tags(.frameIncrementPointer) == [.frameTime])
      #expect(parsed.double(.frameTime) == 80)
    }
  }

  @Test(
    arguments: 0...2,
    [
      TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian,
      .deflatedExplicitVRLittleEndian, .rleLossless, .jpegLSLossless,
    ])
  func `pictures written one after the other are the object's bytes`(
    _ kind: Int, _ syntax: TransferSyntax
  ) throws {
    for (count, isDeterministic) in [(1, true), (3, false), (5, true)] {
      let frames = Self.frames(kind, count)
      let options = DerivedObjectOptions.test.with {
        $0.transferSyntax = syntax
        if isDeterministic { $0.identifiers = .deterministic }
      }
      let capture = try SecondaryCapture(frames, from: nil, by: .slices, options: options)
      let written = CollectedBytes()
      var asked: [Int] = []
      let series = try SecondaryCapture.write(
        count, to: .memory(written, name: "a.dcm"), from: nil, by: .slices, options: options
      ) { number in
        asked.append(number)
        return frames[number]
      }
      #expect(try written.bytes == capture.object().fileBytes())
      #expect(series == capture.seriesInstanceUID && asked == Array(0..<count))
    }
  }

  @Test func `a picture tells where its sides lie`() throws {
    var details = SecondaryCapture.Details()
    details.plane = PlaneGeometry(
      width: 17, height: 11, right: .init(1, 0, 0), down: .init(0, 0, -1), center: .init(0, 0, 0),
      pixelWidth: 1)
    let object = try SecondaryCapture(
      Self.frames(0, 1), from: nil, by: .slices, details: details, options: .test
    ).object().dataSet
    #expect(object.strings(.patientOrientation) == ["L", "F"])
  }

  @Test func `pictures without a source are a study of their own`() throws {
    func study(_ kind: Int, _ options: DerivedObjectOptions) throws -> String {
      let capture = try SecondaryCapture(
        Self.frames(kind, 1), from: nil, by: .slices, options: options)
      return try #require(try capture.object().dataSet.uid(.studyInstanceUID))
    }
    let run = DerivedObjectOptions.test
    #expect(try study(0, run) == study(1, run) && study(0, run) != study(0, .test))
    let fixed = run.with { $0.identifiers = .deterministic }
    #expect(try study(0, fixed) == study(0, fixed) && study(0, fixed) != study(1, fixed))
  }

  @Test func `pictures of different sizes or kinds are no object`() throws {
    #expect(throws: DerivedObjectError.picturesDiffer(index: 1)) {
      try SecondaryCapture(
        Self.frames(0, 1) + Self.frames(1, 1), from: nil, by: .slices, options: .test)
    }
    let small = Raster(width: 1, height: 1, samples: .gray8([0]))
    #expect(throws: DerivedObjectError.picturesDiffer(index: 2)) {
      try SecondaryCapture(Self.frames(0, 2) + [small], from: nil, by: .slices, options: .test)
    }
    #expect(throws: DerivedObjectError.nothingToWrite) {
      try SecondaryCapture([], from: nil, by: .slices, options: .test)
    }
  }
}
