import Compression
import DICOMCoding
import DICOMModel

// Testing has a Tag too.
typealias Tag = DICOMModel.Tag

/// Small data sets and files for the laws.
enum Fixtures {
  /// A bit of everything: texts, numbers, nested and empty sequences, private elements, pixels.
  static var rich: DataSet {
    var code = DataSet()
    code.set(.codeValue, string: "113072")
    code.set(.codeMeaning, string: "Multiplanar reformatting")
    var inner = DataSet()
    inner.set(.referencedSOPInstanceUID, string: "1.2.3.4")
    inner.set(.purposeOfReferenceCodeSequence, items: [code, DataSet()])
    var set = DataSet()
    set.set(.specificCharacterSet, string: "ISO_IR 192")
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "1.2.3.4.5")
    set.set(.modality, string: "CT")
    set.set(.sourceImageSequence, items: [inner, inner])
    set.set(.referencedImageSequence, items: [])
    set.set(.patientName, string: "Müller^Ä")
    set.set(Tag(0x0009, 0x0010), string: "SAGITTA TEST")
    set.set(.imagePositionPatient, doubles: [-1.5, 2, 1e-3])
    set.set(.rows, integer: 2)
    set.set(.columns, integer: 3)
    set.set(.pixelRepresentation, integer: 1)
    set.set(.pixelPaddingValue, integer: -2000)
    set.set(.effectiveEchoTime, double: 2.5)
    set.set(.pixelData, vr: .ow, integers: [1, 2, 3, 4, 5, 60000])
    return set
  }

  /// ``rich`` with two compressed frames in three fragments.
  static var compressed: DataSet {
    var set = rich
    set.set(.numberOfFrames, integer: 2)
    set.set(.pixelData, fragments: [[0xFF, 0xD8, 0xFF, 1], [9], [0xFF, 0xD8, 0xFF, 2]])
    return set
  }

  static let reader = Part10Reader(inflater: inflater)
  static let writer = Part10Writer(deflater: Deflater { try Deflation.bytes($0, format: .raw) })

  static let inflater = Inflater { deflated, limit in
    let prefix = try Inflation.prefix(of: deflated, format: .raw, limit: limit)
    let end: Inflater.End =
      switch prefix.end {
      case .complete: .complete
      case .limitReached: .limitReached
      case .inputExhausted: .inputExhausted
      }
    return Inflater.Output(bytes: prefix.bytes, end: end)
  }

  static let native: [TransferSyntax] = [
    .implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian,
    .deflatedExplicitVRLittleEndian,
  ]

  /// One file for each of the four encodings and one with fragments.
  static func files() throws -> [[UInt8]] {
    try native.map { try writer.file(rich, transferSyntax: $0) } + [
      writer.file(compressed, transferSyntax: .jpegLosslessSV1)
    ]
  }
}
