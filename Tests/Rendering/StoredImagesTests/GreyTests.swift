import DICOMModel
import Presentation
import StoredImages
import TestSupport
import Testing
import VolumeModel

@Suite struct GreyTests {
  private func picture(
    _ set: DataSet, frame: Int = 1, _ choice: GreyChoice = .own(1), depth: GreyDepth = .eight,
    overlays: Bool = false
  ) throws -> FrameRenderer.Picture {
    let folder = try TemporaryFolder()
    let image = try StoredImage(path: folder.write(set))
    return try FrameRenderer(
      image, frames: Array(1...image.header.frameCount), choice: choice, depth: depth,
      showsOverlays: overlays
    ).picture(ofFrame: frame)
  }

  private func stored(_ frame: Int = 0) -> [UInt8] { (0..<12).map { UInt8($0 * 20 + frame) } }

  @Test func `8 bits without a window are shown as they are stored`() throws {
    #expect(try picture(TestFrames.grey()).raster.samples == .gray8(stored()))
  }

  @Test func `every frame is its own, counted from 1`() throws {
    let set = TestFrames.grey(frames: 3)
    for frame in 1...3 {
      #expect(try picture(set, frame: frame).raster.samples == .gray8(stored(frame - 1)))
    }
    #expect(throws: StoredImageError.self) { try picture(set, frame: 4) }
    #expect(throws: StoredImageError.self) { try picture(set, frame: 0) }
  }

  @Test func `MONOCHROME1 shows low values white`() throws {
    var set = TestFrames.grey()
    set.set(.photometricInterpretation, string: "MONOCHROME1")
    #expect(try picture(set).raster.samples == .gray8(stored().map { 255 - $0 }))
  }

  @Test func `a table goes before windows, and each can be asked for by its number`() throws {
    var set = TestFrames.grey()
    var table = DataSet()
    table.set(.lutDescriptor, vr: .us, integers: [256, 0, 8])
    table.set(.lutData, vr: .ow, integers: (0..<256).map { $0 / 2 })
    set.set(.voiLUTSequence, items: [table])
    set.set(.windowCenter, doubles: [100, 128])
    set.set(.windowWidth, doubles: [1, 256])
    #expect(try picture(set).raster.samples == .gray8(stored().map { $0 / 2 }))
    let second = stored().map { UInt8($0 > 99 ? 255 : 0) }
    #expect(try picture(set, .own(2)).raster.samples == .gray8(second))
    #expect(try picture(set, .own(3)).raster.samples == .gray8(stored()))
    #expect(throws: StoredImageError.self) { try picture(set, .own(4)) }
  }

  @Test func `without a window of its own a deep image runs over the values of all its frames`()
    throws
  {
    var set = TestFrames.grey(frames: 2)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 12)
    set.set(.highBit, integer: 11)
    set.set(.pixelPaddingValue, vr: .us, integer: 4000)
    let first12 = [4000] + (1..<12).map { 1000 + $0 }
    let words = first12 + (0..<12).map { 2000 + $0 * 9 }
    set.set(.pixelData, vr: .ow, integers: words)
    let first = try picture(set)
    // 1001 is black and 2099 white; the padding of 4000 does not count.
    let expected = words[..<12].map { (word: Int) -> UInt8 in
      UInt8(min(max((Double(word - 1001) / 1098 * 255).rounded(), 0), 255))
    }
    #expect(first.raster.samples == .gray8(expected))
    #expect(first.notes.map(\.code) == [.windowFromValues])
  }

  @Test func `a rescale of nonsense leaves the stored values, and says so`() throws {
    var set = TestFrames.grey()
    set.set(.rescaleSlope, double: 0)
    set.set(.rescaleIntercept, double: 7)
    let picture = try picture(set)
    #expect(picture.raster.samples == .gray8(stored()))
    #expect(picture.notes.map(\.code) == [.viewUnreadable])
  }

  @Test func `16 bits of grey keep what 8 bits would lose`() throws {
    let deep = try picture(TestFrames.grey(), depth: .sixteen).raster.samples
    #expect(deep == .gray16(stored().map { UInt16($0) * 257 }))
  }

  @Test func `overlay planes are drawn only on request, where they lie, in their own frames`()
    throws
  {
    var set = TestFrames.grey(frames: 2)
    set.set(Tag(0x6000, 0x0010), vr: .us, integer: 2)
    set.set(Tag(0x6000, 0x0011), vr: .us, integer: 2)
    // The upper left bit lies on row 2, column 2, both from 1.
    set.set(Tag(0x6000, 0x0050), vr: .ss, integers: [2, 2])
    set.set(Tag(0x6000, 0x0015), vr: .is, integer: 1)
    set.set(Tag(0x6000, 0x0100), vr: .us, integer: 1)
    set.set(Tag(0x6000, 0x3000), vr: .ow, integers: [0b1001])
    #expect(try picture(set).raster.samples == .gray8(stored()))
    var marked = stored()
    marked[1 * 4 + 1] = 255
    marked[2 * 4 + 2] = 255
    #expect(try picture(set, overlays: true).raster.samples == .gray8(marked))
  }

  @Test func `an overlay among the pixels' bits is found there, and is no part of the values`()
    throws
  {
    var set = TestFrames.grey()
    set.set(.bitsAllocated, integer: 16)
    let words = (0..<12).map { $0 * 20 | ($0 == 5 ? 0x1000 : 0) }
    set.set(.pixelData, vr: .ow, integers: words)
    set.set(Tag(0x6000, 0x0010), vr: .us, integer: 3)
    set.set(Tag(0x6000, 0x0011), vr: .us, integer: 4)
    set.set(Tag(0x6000, 0x0050), vr: .ss, integers: [1, 1])
    set.set(Tag(0x6000, 0x0100), vr: .us, integer: 16)
    set.set(Tag(0x6000, 0x0102), vr: .us, integer: 12)
    #expect(try picture(set).raster.samples == .gray8(stored()))
    var marked = stored()
    marked[5] = 255
    #expect(try picture(set, overlays: true).raster.samples == .gray8(marked))
  }
}
