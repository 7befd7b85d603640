import DICOMCoding
import DICOMModel

/// Data sets as files.
enum Part10Bytes {
  static func of(
    _ dataSet: DataSet, _ syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> [UInt8] {
    try Part10Writer().file(dataSet, transferSyntax: syntax)
  }
}
