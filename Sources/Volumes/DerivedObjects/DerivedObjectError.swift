/// A derived object cannot be made, and why.
public enum DerivedObjectError: Error, Hashable, CustomStringConvertible {
  /// Values of the source's kind have no calibrated object; the modality or class, for people.
  case noCalibratedClass(String)
  /// The values do not lie in a patient.
  case noPatientFrame
  /// The source does not say something that the object must have; the attribute's name.
  case sourceLacks(String)
  /// There are no planes or pictures.
  case nothingToWrite
  /// A picture has another size or other samples than the first.
  case picturesDiffer(index: Int)
  /// A plane has more columns or rows than an image may have.
  case tooLarge(columns: Int, rows: Int)
  /// An image's pixel data is larger than a value may be.
  case tooManyBytes(Int)
  /// There is no plane of this number.
  case noSuchPlane(index: Int, count: Int)
  /// No encoder writes the transfer syntax; its name.
  case noEncoder(String)

  /// One line for people: what, and what to do.
  public var description: String {
    switch self {
    case .noCalibratedClass(let kind):
      "calibrated DICOM is written of CT, MR and PET images, not of \(kind); "
        + "write a picture instead (secondary capture)"
    case .noPatientFrame:
      "the source has no patient frame, which calibrated DICOM needs; "
        + "write a picture instead (secondary capture)"
    case .sourceLacks(let name):
      "the source has no \(name), which calibrated DICOM needs; "
        + "write a picture instead (secondary capture)"
    case .nothingToWrite: "there is nothing to write"
    case .picturesDiffer(let index):
      "picture \(index + 1) has not the size and samples of the first; write them one by one"
    case .tooLarge(let columns, let rows):
      "\(columns)×\(rows) pixels do not fit a DICOM image of at most 65535×65535"
    case .tooManyBytes(let count):
      "\(count / 1_000_000) MB of pixels do not fit one DICOM object of 4 GB; write fewer frames"
    case .noSuchPlane(let index, let count):
      "there is no plane \(index), but \(count), counted from 0"
    case .noEncoder(let name): "transfer syntax \(name) is not written"
    }
  }
}
