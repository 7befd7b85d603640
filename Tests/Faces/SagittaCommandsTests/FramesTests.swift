import DICOMCoding
import DICOMModel
import Foundation
import TestSupport
import Testing

@testable import SagittaCommands

@Suite struct FramesTests {
  /// A colour cine of three frames, each of one colour.
  private static func cine(in folder: TemporaryFolder) throws -> String {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.3.1")
    set.set(.sopInstanceUID, string: "1.2.3.4")
    set.set(.seriesInstanceUID, string: "1.2.3")
    set.set(.modality, string: "US")
    set.set(.rows, integer: 40)
    set.set(.columns, integer: 50)
    set.set(.samplesPerPixel, integer: 3)
    set.set(.photometricInterpretation, string: "RGB")
    set.set(.planarConfiguration, integer: 0)
    set.set(.bitsAllocated, integer: 8)
    set.set(.bitsStored, integer: 8)
    set.set(.highBit, integer: 7)
    set.set(.pixelRepresentation, integer: 0)
    set.set(.numberOfFrames, integer: 3)
    set.set(.frameTime, double: 33.5)
    set.set(.frameIncrementPointer, tags: [.frameTime])
    set.set(
      .pixelData, vr: .ob,
      bytes: (0..<3).flatMap { [UInt8](repeating: UInt8($0 * 90), count: 6000) })
    return try folder.write(
      try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian), as: "cine.dcm")
  }

  @Test func `a folder gets one picture for each frame, numbered as the file numbers them`() throws
  {
    let folder = try TemporaryFolder()
    let cine = try Self.cine(in: folder)
    let run = Run("frames", cine, "-o", folder.path("out/"), "--frames", "2-3", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted()
    #expect(names == ["frame-0002.png", "frame-0003.png"])
    let outputs = try run.json()["outputs"] as? [[String: Any]]
    let frames = outputs?.compactMap { ($0["frames"] as? [[String: Any]])?.first }
    #expect(frames?.compactMap { $0["frame"] as? Int } == [2, 3])
    #expect(frames?.first?["milliseconds"] as? Double == 33.5)
    #expect(frames?.first?["timeSource"] as? String == "Frame Time")
  }

  @Test func `an animated GIF lasts as long as the file says, within a hundredth of a second`()
    throws
  {
    let folder = try TemporaryFolder()
    let cine = try Self.cine(in: folder)
    #expect(Run("frames", cine, "-o", folder.path("a.gif")).status == 0)
    let bytes = try folder.bytes("a.gif")
    // Graphic control extensions: 21 F9 04, flags, delay of two bytes.
    let delays = bytes.indices.dropLast(8).filter {
      bytes[$0] == 0x21 && bytes[$0 + 1] == 0xF9 && bytes[$0 + 2] == 4
    }.map { Int(bytes[$0 + 4]) | Int(bytes[$0 + 5]) << 8 }
    #expect(delays.count == 3)
    #expect(abs(delays.reduce(0, +) - 10) <= 1)
    #expect(Run("frames", cine, "-o", folder.path("b.gif"), "--fps", "50").status == 0)
  }

  @Test func `what does not fit one picture is refused with what to write instead`() throws {
    let folder = try TemporaryFolder()
    let cine = try Self.cine(in: folder)
    let jpeg = Run("frames", cine, "-o", folder.path("a.jpg"))
    #expect(jpeg.status == 64 && jpeg.isOneLine && jpeg.errors.contains("-o DIR/"))
    let beyond = Run("frames", cine, "-o", folder.path("a.png"), "--frames", "4")
    #expect(beyond.status == 64 && beyond.isOneLine && beyond.errors.contains("counted from 1"))
  }

  @Test func `a verb for volumes that refuses a colour image names frames`() throws {
    let folder = try TemporaryFolder()
    let cine = try Self.cine(in: folder)
    let run = Run("slice", cine, "-o", folder.path("a.png"))
    #expect(run.status == 65 && run.errors.contains("sagitta frames"))
  }

  @Test func `a sheet holds as many frames as it has places, spread over all`() throws {
    let folder = try TemporaryFolder()
    let cine = try Self.cine(in: folder)
    let run = Run(
      "frames", cine, "-o", folder.path("sheet.png"), "--montage", "2x1", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let outputs = try run.json()["outputs"] as? [[String: Any]]
    let frames = outputs?.first?["frames"] as? [[String: Any]]
    #expect(frames?.compactMap { $0["frame"] as? Int } == [1, 3])
    #expect(Run("frames", cine, "-o", folder.path("sheets/"), "--montage", "3x1").status == 0)
  }

  @Test func `a file without an image is refused in one line`() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write(Array("no image".utf8), as: "text.dcm")
    let run = Run("frames", text, "-o", folder.path("a.png"))
    #expect(run.status == 65 && run.isOneLine)
  }
}
