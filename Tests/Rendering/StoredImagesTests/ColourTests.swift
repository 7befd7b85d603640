import Faults
import DICOMModel
import StoredImages
import TestSupport
import Testing
import VolumeModel

@Suite struct ColourTests {
  private func picture(_ set: DataSet) throws -> FrameRenderer.Picture {
    let folder = try TemporaryFolder()
    return try FrameRenderer(StoredImage(path: folder.write(set)), frames: [1])
      .picture(ofFrame: 1)
  }

  private var ramp: [UInt8] { (0..<36).map { UInt8($0 * 7) } }

  @Test func `RGB is shown as it is, whichever way its planes lie`() throws {
    #expect(try picture(TestFrames.colour("RGB", ramp)).raster.samples == .rgb8(ramp))
    var set = TestFrames.colour(
      "RGB",
      (0..<3).flatMap { (channel: Int) -> [UInt8] in
        (0..<12).map { ramp[3 * $0 + channel] }
      })
    set.set(.planarConfiguration, integer: 1)
    #expect(try picture(set).raster.samples == .rgb8(ramp))
  }

  @Test func `YBR_FULL: equal colour differences are grey, and the primaries come back`() throws {
    var ybr = [UInt8](repeating: 128, count: 36)
    for pixel in 0..<12 { ybr[3 * pixel] = UInt8(pixel * 20) }
    // Red, green and blue by PS3.3 C.7.6.3.1.2, rounded.
    ybr.replaceSubrange(0..<9, with: [76, 85, 255, 150, 44, 21, 29, 255, 107])
    guard case .rgb8(let bytes) = try picture(TestFrames.colour("YBR_FULL", ybr)).raster.samples
    else {
      Issue.record("colours stay colours")
      return
    }
    #expect(bytes[9...11] == [60, 60, 60])
    for (place, value) in [255, 0, 0, 0, 255, 0, 0, 0, 255].enumerated() {
      #expect(abs(Int(bytes[place]) - value) <= 2)
    }
  }

  @Test func `two pixels of YBR_FULL_422 share their colours`() throws {
    let stored = (0..<6).flatMap { (pair: Int) -> [UInt8] in
      [UInt8(pair * 30), UInt8(pair * 30 + 10), 128, 128]
    }
    let expected = (0..<12).flatMap { (n: Int) -> [UInt8] in
      let grey = UInt8(n / 2 * 30 + n % 2 * 10)
      return [grey, grey, grey]
    }
    #expect(
      try picture(TestFrames.colour("YBR_FULL_422", stored)).raster.samples == .rgb8(expected))
  }

  @Test func `colours of 16 bits run from 0 to 255, and say that they do`() throws {
    var set = TestFrames.colour("RGB", [])
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 16)
    set.set(.highBit, integer: 15)
    set.set(.pixelData, vr: .ow, integers: (0..<36).map { $0 * 1000 })
    let picture = try picture(set)
    let expected = (0..<36).map { (n: Int) -> UInt8 in
      UInt8((Double(n * 1000) / 65535 * 255).rounded())
    }
    #expect(picture.raster.samples == .rgb8(expected))
    #expect(picture.notes.map(\.code) == [.colourReduced])
  }

  @Test func `a palette whose entries need 8 bits has 8, whatever it says`() throws {
    var set = TestFrames.grey()
    set.set(.photometricInterpretation, string: "PALETTE COLOR")
    for n in UInt16(0)..<3 {
      set.set(Tag(0x0028, 0x1101 + n), vr: .us, integers: [256, 0, 16])
      set.set(Tag(0x0028, 0x1201 + n), vr: .ow, integers: (0..<256).map { $0 / (Int(n) + 1) })
    }
    let expected = (0..<12).flatMap { (pixel: Int) -> [UInt8] in
      (1...3).map { UInt8(pixel * 20 / $0) }
    }
    let folder = try TemporaryFolder()
    let image = try StoredImage(path: folder.write(set))
    #expect(image.notes.map(\.code) == [.paletteBits])
    #expect(
      try FrameRenderer(image, frames: [1]).picture(ofFrame: 1).raster.samples == .rgb8(expected))
  }

  @Test func `colour spaces that are not read are refused by name`() throws {
    let error = #expect(throws: StoredImageError.self) {
      try picture(TestFrames.colour("HSV", ramp))
    }
    #expect(error?.code.rawValue == "unsupported-pixels")
    #expect(error?.description.contains("HSV") == true)
  }
}
