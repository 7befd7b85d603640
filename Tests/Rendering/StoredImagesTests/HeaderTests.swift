import DICOMModel
import Foundation
import Presentation
import StoredImages
import TestSupport
import Testing
import VolumeModel

@Suite struct StoredHeaderTests {
  /// Pixels are read when they are asked for: the files stay as long as the test.
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func image(_ change: (inout DataSet) -> Void, frames: Int = 1) throws -> StoredImage {
    var set = TestFrames.grey(frames: frames)
    change(&set)
    return try StoredImage(path: folder.write(set, as: "\(UUID()).dcm"))
  }

  @Test func `a file that states no directions gets no letters`() throws {
    #expect(try image { _ in }.header.sides(ofFrame: 1) == nil)
  }

  @Test func `Patient Orientation names the right and the lower side, the others are opposite`()
    throws
  {
    let image = try image { $0.set(.patientOrientation, strings: ["A", "FL"]) }
    #expect(
      image.header.sides(ofFrame: 1)
        == Annotation.Sides(left: "P", right: "A", top: "HR", bottom: "FL"))
  }

  @Test func `letters that have no opposite stand on their own side alone`() throws {
    let image = try image { $0.set(.patientOrientation, strings: ["CR", "V"]) }
    #expect(
      image.header.sides(ofFrame: 1)
        == Annotation.Sides(left: "", right: "CR", top: "", bottom: "V"))
  }

  @Test func `an orientation in the patient goes before letters`() throws {
    let image = try image {
      $0.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
      $0.set(.patientOrientation, strings: ["A", "F"])
    }
    #expect(
      image.header.sides(ofFrame: 1)
        == Annotation.Sides(left: "R", right: "L", top: "A", bottom: "P"))
  }

  @Test func `only Pixel Spacing is a size in the patient`() throws {
    let detector = try image { $0.set(.imagerPixelSpacing, doubles: [0.3, 0.2]) }
    #expect(detector.header.pixelShape(ofFrame: 1)?.place == .detector)
    #expect(detector.header.pixelShape(ofFrame: 1)?.size == SIMD2(0.2, 0.3))
    let picture = try FrameRenderer(detector, frames: [1]).picture(ofFrame: 1)
    #expect(picture.raster.pixelSize == nil)
    let ratio = try image { $0.set(.pixelAspectRatio, vr: .is, integers: [4, 3]) }
    #expect(ratio.header.pixelShape(ofFrame: 1)?.aspect == 4.0 / 3)
    let patient = try image {
      $0.set(.imagerPixelSpacing, doubles: [0.3, 0.2])
      $0.set(.pixelSpacing, doubles: [0.5, 0.4])
    }
    let known = try FrameRenderer(patient, frames: [1]).picture(ofFrame: 1)
    #expect(known.raster.pixelSize == SIMD2(0.4, 0.5))
  }

  @Test func `frames take the time that Frame Increment Pointer points at`() throws {
    let image = try image(
      {
        $0.set(.frameTime, double: 40)
        $0.set(.frameTimeVector, doubles: [0, 10, 20])
        $0.set(.frameIncrementPointer, tags: [.frameTimeVector])
      }, frames: 3)
    #expect(image.header.timing?.milliseconds == [10, 20, 20])
    #expect(image.header.timing?.source == "Frame Time Vector")
  }

  @Test(arguments: [
    (Tag(0x0018, 0x1063), 40.0, 40.0), (Tag(0x0008, 0x2144), 25, 40), (Tag(0x0018, 0x0040), 50, 20),
    (Tag(0x0018, 0x1242), 30, 30), (Tag(0x0018, 0x0072), 0.3, 100),
  ])
  func `each attribute that tells a speed is understood`(
    tag: Tag, value: Double, milliseconds: Double
  ) throws {
    let image = try image(
      {
        if DataDictionary.vr(tag) == .is {
          $0.set(tag, integer: Int(value))
        } else {
          $0.set(tag, double: value)
        }
      }, frames: 3)
    #expect(image.header.timing?.milliseconds(of: 2) == milliseconds)
  }

  @Test func `a speed of nonsense is none`() throws {
    let image = try image({ $0.set(.frameTime, double: 0) }, frames: 2)
    #expect(image.header.timing == nil)
    #expect(image.notes.map(\.code) == [.frameTimeUnknown])
  }

  @Test func `a name is shown in one of its spellings`() throws {
    let image = try image {
      $0.set(.specificCharacterSet, string: "ISO_IR 192")
      $0.set(.patientName, string: "Yamada^Tarou=山田^太郎=やまだ^たろう")
    }
    #expect(image.header.identity == ["Yamada Tarou"])
  }
}
