public import DICOMModel

/// What a directory says of a file of its set (PS3.3 F.3).
public struct FileSetEntry: Sendable {
  /// Where the file is: at most 8 components of at most 8 characters.
  public var fileID: [String]
  /// What the directory says of patient, study, series and image.
  let records: [DirectoryRecord]

  /// Creates an entry.
  ///
  /// - Parameters:
  ///   - dataSet: The file's attributes.
  ///   - transferSyntax: Its transfer syntax.
  ///   - fileID: Where the file is.
  public init(_ dataSet: DataSet, transferSyntax: TransferSyntax, fileID: [String]) {
    self.fileID = fileID
    var image = DirectoryRecord(.image, dataSet, key: fileID.joined(separator: "\\"))
    image.attributes.set(.referencedFileID, strings: fileID)
    image.attributes.set(
      Tag(0x0004, 0x1510), string: dataSet.uid(.sopClassUID) ?? "")
    image.attributes.set(
      Tag(0x0004, 0x1511), string: dataSet.uid(.sopInstanceUID) ?? "")
    image.attributes.set(Tag(0x0004, 0x1512), string: transferSyntax.uid)
    records = [
      DirectoryRecord(.patient, dataSet, key: dataSet.string(.patientID) ?? ""),
      DirectoryRecord(.study, dataSet, key: dataSet.uid(.studyInstanceUID) ?? ""),
      DirectoryRecord(.series, dataSet, key: dataSet.uid(.seriesInstanceUID) ?? ""), image,
    ]
  }
}

/// One record of a directory, without its place.
struct DirectoryRecord: Sendable {
  /// Its level; the word is the standard's.
  enum Level: String {
    case patient = "PATIENT", study = "STUDY", series = "SERIES", image = "IMAGE"
  }

  /// What tells it from others of its level.
  let key: String
  var attributes = DataSet()

  init(_ level: Level, _ source: DataSet, key: String) {
    self.key = key
    if source.contains(.specificCharacterSet) {
      attributes.copy(.specificCharacterSet, from: source)
    }
    attributes.set(Tag(0x0004, 0x1430), string: level.rawValue)
    for (tag, substitute) in Self.wanted(level) {
      attributes.copy(tag, from: source)
      // What a directory has to say, and the file does not, as usual tools make it up.
      if (attributes.bytes(tag) ?? []).isEmpty {
        attributes.set(tag, bytes: Array(substitute.utf8))
      }
    }
  }

  private static func wanted(_ level: Level) -> [(Tag, String)] {
    switch level {
    case .patient: [(.patientName, ""), (.patientID, "1")]
    case .study:
      [
        (.studyDate, "19000101"), (.studyTime, "000000"), (.studyDescription, ""),
        (.studyInstanceUID, ""), (.studyID, "1"), (.accessionNumber, ""),
      ]
    case .series: [(.modality, "OT"), (.seriesInstanceUID, ""), (.seriesNumber, "1")]
    case .image: [(.instanceNumber, "1")]
    }
  }
}
