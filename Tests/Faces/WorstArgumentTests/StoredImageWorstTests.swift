import DICOMCoding
import DICOMModel
import Presentation
import StoredImages
import TestSupport
import Testing
import VolumeModel

@Suite struct `Stored images with the worst numbers` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two frames of 3 × 2 pixels, with a time and functional groups.
  private func image() throws -> StoredImage {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.7.2")
    set.set(.sopInstanceUID, string: "1.2.3.4")
    set.set(.modality, string: "OT")
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    for (tag, number) in [
      (DICOMModel.Tag.rows, 2), (.columns, 3), (.samplesPerPixel, 1), (.bitsAllocated, 8),
      (.bitsStored, 8), (.highBit, 7), (.pixelRepresentation, 0), (.numberOfFrames, 2),
    ] { set.set(tag, integer: number) }
    set.set(.frameTime, double: 40)
    set.set(.perFrameFunctionalGroupsSequence, items: [DataSet(), DataSet()])
    set.set(.pixelData, vr: .ob, bytes: Array(0..<12))
    let bytes = try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)
    return try StoredImage(path: folder.write(bytes, as: "image.dcm"))
  }

  @Test(arguments: Worst.counts) func `frames and views are there or refused`(count: Int) throws {
    let image = try image()
    #expect(image.header.timing?.milliseconds(of: count) == 40)
    #expect(image.header.pixelShape(ofFrame: count) == nil)
    #expect(image.header.sides(ofFrame: count) == nil)
    for choice in [GreyChoice.own(count), .own(1), .full] {
      for depth in [GreyDepth.eight, .sixteen] {
        let renderer = try FrameRenderer(
          image, frames: [count, 1], choice: choice, depth: depth, showsOverlays: true)
        #expect(throws: StoredImageError.self) { try renderer.picture(ofFrame: count) }
        survive { _ = try renderer.picture(ofFrame: 1) }
      }
    }
  }

  @Test func `what is no image is refused`() throws {
    for path in ["", folder.path, folder.path("none"), "a\0b"] {
      #expect(throws: StoredImageError.self) { try StoredImage(path: path) }
      survive { _ = try StoredImageSet(below: [path]) }
    }
    // Below it lies all that the machine has.
    #expect(throws: StoredImageError.self) { try StoredImage(path: "/") }
    #expect(try StoredImageSet(below: []).images.isEmpty)
  }
}
