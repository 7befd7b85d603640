import DICOMModel

extension Tag {
  /// The instances that a retrieval did not deliver (PS3.4 C.4.2.1.4.2).
  static let failedSOPInstanceUIDList = Tag(0x0008, 0x0058)
}
