import DICOMCoding
import DICOMModel

/// Files that a server gave.
enum DICOMwebFiles {
  static func dataSet(_ bytes: [UInt8]) throws -> DataSet {
    try Part10Reader().readWhole(bytes).dataSet
  }
}
