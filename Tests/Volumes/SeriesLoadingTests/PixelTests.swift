import DICOMModel
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct PixelTests {
  /// Two slices with given pixels, everything else the same.
  private static func images(_ change: (inout DataSet, Int) -> Void) -> [DataSet] {
    (0..<2).map { n in
      var image = TestImages.image(n)
      change(&image, n)
      return image
    }
  }

  private static let native: [TransferSyntax] = [
    .implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian,
    .deflatedExplicitVRLittleEndian,
  ]

  @Test(arguments: native, [VR.ob, .ow])
  func `8-bit samples are the same in OB and OW words, in odd numbers too`(
    syntax: TransferSyntax, vr: VR
  ) throws {
    let samples = (0..<15).map { UInt32(17 * $0) }
    let images = Self.images { image, _ in
      image.setPixels(
        samples, columns: 5, rows: 3, allocated: 8, stored: 8, vr: vr)
      image.set(.rescaleIntercept, double: 0)
    }
    let volume = try #require(try Loaded(images, as: syntax).volumes.first)
    for k in 0..<2 {
      for n in 0..<15 { #expect(volume[n % 5, n / 5, k] == Float(17 * n)) }
    }
  }

  @Test(
    arguments: native,
    [(16, 10, 12, true), (32, 20, 25, false), (32, 32, 31, true), (8, 5, 6, true)])
  func `bits around the stored ones are masked`(
    syntax: TransferSyntax, layout: (allocated: Int, stored: Int, high: Int, signed: Bool)
  ) throws {
    let shift = layout.high + 1 - layout.stored
    let values = (0..<20).map { n in layout.signed ? n - 10 : n }
    var random = SeededRandom(9)
    let mask = UInt32(truncatingIfNeeded: (1 << layout.stored - 1) << shift)
    let words = values.map { value in
      UInt32(truncatingIfNeeded: value << shift) & mask
        | UInt32.random(in: .min ... .max, using: &random) & ~mask
    }
    let images = Self.images { image, _ in
      image.setPixels(
        words, columns: 5, rows: 4, allocated: layout.allocated, stored: layout.stored,
        high: layout.high, signed: layout.signed,
        vr: layout.allocated == 32 && syntax == .explicitVRBigEndian ? .ol : nil)
      image.set(.rescaleIntercept, double: 0)
    }
    let volume = try #require(try Loaded(images, as: syntax).volumes.first)
    #expect((0..<20).map { Int(volume[$0 % 5, $0 / 5, 1]) } == values)
  }

  @Test func `every slice is rescaled with its own slope and intercept`() throws {
    let found = try Loaded(
      Self.images { image, n in
        image.set(.rescaleSlope, double: n == 0 ? 0.5 : 3)
        image.set(.rescaleIntercept, double: Double(n))
      })
    let volume = try #require(found.volumes.first)
    #expect(volume[3, 2, 0] == 6.5)
    #expect(volume[3, 2, 1] == 3 * 113 + 1)
    #expect(volume.valueRange == 0...358)
    #expect(found.finding(.varyingRescale)?.values["slopes"] == [0.5, 3])
  }

  @Test func `a negative slope turns the range around`() throws {
    let found = try Loaded(
      Self.images { image, _ in
        image.set(.rescaleSlope, double: -2)
        image.set(.rescaleIntercept, double: 10)
      })
    #expect(found.volumes.first?.valueRange == -228...10)
  }

  @Test func `MONOCHROME1 keeps values and is shown inverted`() throws {
    let found = try Loaded(
      Self.images { image, _ in image.set(.photometricInterpretation, string: "MONOCHROME1") })
    let volume = try #require(found.volumes.first)
    #expect(volume[1, 0, 0] == -1023)
    #expect(volume.attributes.isInverted)
    #expect(found.finding(.inverted) != nil)
  }

  @Test func `padding has no part in the range, in volumes and in slices without it`() throws {
    let found = try Loaded(
      Self.images { image, n in
        guard n == 0 else { return }
        image.set(.pixelPaddingValue, vr: .us, integer: 3)
        image.set(.pixelPaddingRangeLimit, vr: .us, integer: 0)
      })
    let volume = try #require(found.volumes.first)
    #expect(volume.valueRange == -1020 ... -905)
    #expect(volume.validity?.validCount == 36)
    #expect(!volume.isValid(3, 0, 0) && volume.isValid(4, 0, 0) && volume.isValid(0, 0, 1))
    #expect(volume[3, 0, 0] == -1021)
    #expect(found.finding(.pixelPadding)?.values["stored"] == [0, 3])
  }

  @Test func `a volume of nothing but padding has no range`() throws {
    let found = try Loaded(
      Self.images { image, _ in
        image.set(.pixelPaddingValue, vr: .us, integer: 0)
        image.set(.pixelPaddingRangeLimit, vr: .us, integer: 4095)
      })
    #expect(found.volumes.first?.valueRange == nil)
    #expect(found.volumes.first?.validity?.validCount == 0)
  }

  @Test func `windows and units come from the middle slice`() throws {
    let found = try Loaded(
      Self.images { image, n in
        image.set(.windowCenter, doubles: n == 1 ? [40, -600] : [1])
        image.set(.windowWidth, doubles: n == 1 ? [400, 1500] : [2])
      })
    let attributes = try #require(found.volumes.first).attributes
    #expect(attributes.windows.map(\.center) == [40, -600])
    #expect(attributes.unit == "HU" && attributes.modality == "CT")
  }

  @Test func `no attribute of a volume tells who the patient is`() throws {
    var text = ""
    dump(try Loaded(TestImages.series(3)).volumes[0].attributes, to: &text)
    #expect(!text.contains("Nemo") && !text.contains("Secret"))
  }
}
