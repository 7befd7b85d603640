import DICOMCoding
import DICOMModel
import TestSupport

// Testing has a Tag too.
typealias Tag = DICOMModel.Tag

/// Small stored images; a test changes what its law is about.
enum TestFrames {
  static let columns = 4
  static let rows = 3

  /// A grey image of 8 bits whose pixel n holds n·20, with so many frames, each 1 more.
  static func grey(frames: Int = 1) -> DataSet {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.7")
    set.set(.sopInstanceUID, string: "1.2.3.4")
    set.set(.seriesInstanceUID, string: "1.2.3")
    set.set(.modality, string: "OT")
    set.set(.rows, integer: rows)
    set.set(.columns, integer: columns)
    set.set(.samplesPerPixel, integer: 1)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    set.set(.bitsAllocated, integer: 8)
    set.set(.bitsStored, integer: 8)
    set.set(.highBit, integer: 7)
    set.set(.pixelRepresentation, integer: 0)
    if frames > 1 { set.set(.numberOfFrames, integer: frames) }
    let bytes = (0..<frames).flatMap { frame in
      (0..<columns * rows).map { UInt8($0 * 20 + frame) }
    }
    set.set(.pixelData, vr: .ob, bytes: bytes)
    return set
  }

  /// A colour image of 8 bits.
  static func colour(_ photometric: String, _ bytes: [UInt8]) -> DataSet {
    var set = grey()
    set.set(.samplesPerPixel, integer: 3)
    set.set(.photometricInterpretation, string: photometric)
    set.set(.planarConfiguration, integer: 0)
    set.set(.pixelData, vr: .ob, bytes: bytes)
    return set
  }
}

extension TemporaryFolder {
  /// Writes an image; returns its path.
  func write(
    _ image: DataSet, as name: String = "image.dcm",
    _ syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> String {
    try write(Part10Writer().file(image, transferSyntax: syntax), as: name)
  }
}
