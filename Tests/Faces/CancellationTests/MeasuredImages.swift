import Codecs
import Compression
import DICOMCoding
import DICOMModel
import Foundation
import PixelCoding
import TestSupport
import VolumeModel

/// A CT as scanners write it, as a series of files or as one encoded file.
struct MeasuredImages {
  let size: GridDimensions

  /// A stored value: an ellipse of soft tissue with noise in air.
  func stored(_ i: Int, _ j: Int, _ k: Int) -> UInt16 {
    let x = Double(i) / Double(size.columns) - 0.5
    let y = Double(j) / Double(size.rows) - 0.5
    let noise = UInt32(
      truncatingIfNeeded: (i &* 73_856_093) ^ (j &* 19_349_663) ^ (k &* 83_492_791))
    let inside = x * x + y * y < 0.16
    return UInt16(inside ? 1064 : 24) + UInt16(noise >> 7 & 15)
  }

  func frame(_ k: Int) -> [UInt16] {
    (0..<size.voxelsPerSlice).map { stored($0 % size.columns, $0 / size.columns, k) }
  }

  /// Writes one file a slice; other UIDs make other images of the same pixels.
  func writeSeries(to folder: TemporaryFolder, prefix: String, uid: String = "1.2.3") throws {
    for k in 0..<size.slices {
      var set = header(uid: "\(uid).\(k + 1)")
      set.set(.instanceNumber, integer: k + 1)
      set.set(.imagePositionPatient, doubles: [0, 0, Double(k)])
      set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
      set.set(.pixelSpacing, doubles: [0.7, 0.7])
      set.set(.pixelData, vr: .ow, bytes: bytes(of: k))
      let file = try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)
      _ = try folder.write(file, as: "\(prefix)\(k).dcm")
    }
  }

  /// Writes one enhanced file that is deflated as a whole.
  func writeDeflated(to folder: TemporaryFolder, as name: String) throws {
    var set = enhanced
    set.set(.pixelData, vr: .ow, bytes: (0..<size.slices).flatMap(bytes))
    let writer = Part10Writer(deflater: Deflater { try Deflation.bytes($0, format: .raw) })
    _ = try folder.write(
      try writer.file(set, transferSyntax: .deflatedExplicitVRLittleEndian), as: name)
  }

  /// Writes one enhanced file whose frames are JPEG-LS streams.
  func writeEncoded(to folder: TemporaryFolder, as name: String) throws {
    let format = try PixelFormat(
      columns: size.columns, rows: size.rows, samplesPerPixel: 1, bitsAllocated: 16, bitsStored: 12,
      highBit: 11, isSigned: false)
    let streams = try (0..<size.slices).map { k in
      try JPEGLSEncoder().encode(NativeFrame(bytes: bytes(of: k), format: format))
    }
    var set = enhanced
    set.set(.pixelData, fragments: streams)
    _ = try folder.write(
      try Part10Writer().file(set, transferSyntax: .jpegLSLossless), as: name)
  }

  private var enhanced: DataSet {
    var set = header(uid: "1.2.4.1")
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2.1")
    set.set(.numberOfFrames, integer: size.slices)
    set.set(.sharedFunctionalGroupsSequence, items: [shared])
    set.set(.perFrameFunctionalGroupsSequence, items: (0..<size.slices).map(place))
    return set
  }

  private func bytes(of k: Int) -> [UInt8] {
    frame(k).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }

  private func place(_ k: Int) -> DataSet {
    var position = DataSet()
    position.set(.imagePositionPatient, doubles: [0, 0, Double(k)])
    var item = DataSet()
    item.set(.planePositionSequence, items: [position])
    return item
  }

  private var shared: DataSet {
    var orientation = DataSet()
    orientation.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    var measures = DataSet()
    measures.set(.pixelSpacing, doubles: [0.7, 0.7])
    var item = DataSet()
    item.set(.planeOrientationSequence, items: [orientation])
    item.set(.pixelMeasuresSequence, items: [measures])
    return item
  }

  private func header(uid: String) -> DataSet {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: uid)
    set.set(.seriesInstanceUID, string: "1.2.3")
    set.set(.studyInstanceUID, string: "1.2")
    set.set(.frameOfReferenceUID, string: "1.2.9")
    set.set(.modality, string: "CT")
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "AXIAL"])
    set.set(.rescaleSlope, double: 1)
    set.set(.rescaleIntercept, double: -1024)
    set.set(.samplesPerPixel, integer: 1)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    set.set(.rows, integer: size.rows)
    set.set(.columns, integer: size.columns)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 12)
    set.set(.highBit, integer: 11)
    set.set(.pixelRepresentation, integer: 0)
    return set
  }
}
