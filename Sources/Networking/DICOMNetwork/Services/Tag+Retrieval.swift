import DICOMModel

extension Tag {
  /// The instances that a retrieval did not deliver (PS3.4 C.4.2.1.4.2).
  static let failedSOPInstanceUIDList = Tag(0x0008, 0x0058)
  /// The title that what was found can be retrieved from (PS3.4 C.4.1.1.3.2).
  static let retrieveAETitle = Tag(0x0008, 0x0054)
  /// Whether what was found is at hand (PS3.4 C.4.1.1.3.2).
  static let instanceAvailability = Tag(0x0008, 0x0056)
}
