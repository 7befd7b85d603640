import Faults
import DICOMModel
import Foundation
import StoredImages
import TestSupport
import Testing
import VolumeModel

@Suite struct StoredDamageTests {
  @Test func `of a file that is cut the frames before the cut are shown`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(TestFrames.grey(frames: 3))
    let bytes = try folder.bytes("image.dcm")
    try folder.write(bytes.dropLast(5), as: "image.dcm")
    let image = try StoredImage(path: path)
    #expect(image.frameCount == 2)
    #expect(image.notes.contains { $0.code == .framesMissing })
    let renderer = try FrameRenderer(image, frames: [1, 2, 3])
    #expect(throws: Never.self) { try renderer.picture(ofFrame: 2) }
    let error = #expect(throws: StoredImageError.self) { try renderer.picture(ofFrame: 3) }
    #expect(error?.code.rawValue == "damaged")
    #expect(error?.frame == 3)
  }

  @Test func `what is no image is refused with its reason`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("no image".utf8), as: "text.dcm")
    var report = TestFrames.grey()
    report.remove(.pixelData)
    let path = try folder.write(report, as: "report.dcm")
    let refusals = [(path, "no-pixel-data"), (folder.path("text.dcm"), "not-dicom")]
    for (path, code) in refusals {
      let error = #expect(throws: StoredImageError.self) { try StoredImage(path: path) }
      #expect(error?.code.rawValue == code)
    }
  }

  @Test func `any value of the attributes of the pixels is an answer or an error`() throws {
    let folder = try TemporaryFolder()
    let tags: [Tag] = [
      .rows, .columns, .samplesPerPixel, .bitsAllocated, .bitsStored, .highBit,
      .pixelRepresentation, .planarConfiguration,
    ]
    for tag in tags {
      for value in [0, 1, 2, 3, 7, 8, 12, 16, 31, 32, 64, 65535] {
        var set = TestFrames.grey()
        set.set(tag, vr: .us, integer: value)
        let path = try folder.write(set)
        guard let image = try? StoredImage(path: path) else { continue }
        let picture = try? FrameRenderer(image, frames: [1]).picture(ofFrame: 1)
        #expect(picture.map { $0.raster.width == image.header.columns } ?? true)
      }
    }
  }

  @Test func `any bytes of a palette or a table are an answer or an error`() throws {
    var random = SeededRandom(5)
    let folder = try TemporaryFolder()
    for _ in 0..<300 {
      var set = TestFrames.grey()
      set.set(.photometricInterpretation, string: "PALETTE COLOR")
      for n in UInt16(0)..<3 {
        let bits = [0, 8, 16, 17].randomElement(using: &random) ?? 8
        set.set(
          Tag(0x0028, 0x1101 + n), vr: .us,
          integers: [Int.random(in: 0...40, using: &random), 0, bits])
        let words = (0..<Int.random(in: 0...30, using: &random)).map { _ in
          Int.random(in: 0...3, using: &random) * Int.random(in: 0...20, using: &random)
        }
        set.set(Tag(0x0028, 0x1221 + n), vr: .ow, integers: words)
      }
      let path = try folder.write(set)
      guard let image = try? StoredImage(path: path) else { continue }
      #expect(throws: Never.self) {
        try FrameRenderer(image, frames: [1]).picture(ofFrame: 1)
      }
    }
  }
}
