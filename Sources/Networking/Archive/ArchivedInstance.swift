public import DICOMCoding
public import DICOMModel
import GRDB

/// An instance of an archive: where its file lies, and what is in it.
public struct ArchivedInstance: Hashable, Sendable {
  /// Study Instance UID.
  public let study: String
  /// Series Instance UID.
  public let series: String
  /// SOP Instance UID.
  public let uid: String
  /// SOP Class UID.
  public let sopClass: String
  /// The transfer syntax that it is stored in.
  public let transferSyntax: TransferSyntax
  /// The file.
  public let path: String
  /// Bytes of the file when it was indexed.
  public let fileSize: Int
  /// When the file was changed, in nanoseconds since 1970.
  public let modified: Int64
  /// Whether the file is one of PS3.10, with preamble and meta group.
  public let isPart10: Bool
  /// Where its pixels lie; nil if it has none.
  public let pixelData: PixelDataLocation?
  /// The values that are not among its attributes: long binary ones, and the pixels.
  public let bulk: [BulkAttribute]
  /// Number of Frames; 1 where it has none.
  public let frameCount: Int

  /// The number of the index's row.
  let row: Int64

  static let columns = """
    instance.id, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID, transferSyntax,
    file.path, file.size, file.modified, isPart10, pixelTag, pixelVR, pixelOffset, pixelLength,
    pixelIsBigEndian, bulk, NumberOfFrames
    """

  init(_ row: Row) {
    self.row = row[0]
    study = row[1]
    series = row[2]
    uid = row[3]
    sopClass = row[4] ?? ""
    transferSyntax = TransferSyntax(uid: row[5] as String)
    path = row[6]
    fileSize = row[7]
    modified = row[8]
    isPart10 = row[9]
    pixelData = Self.pixels(row)
    bulk = BulkAttribute.attributes(row[15])
    frameCount = max(1, row[16] as Int? ?? 1)
  }

  private static func pixels(_ row: Row) -> PixelDataLocation? {
    guard let number: Int64 = row[10], let tag = UInt32(exactly: number),
      let code: String = row[11],
      let offset: Int = row[12]
    else { return nil }
    return PixelDataLocation(
      tag: Tag(rawValue: tag), vr: VR(code: code) ?? .ow, offset: offset, length: row[13],
      byteOrder: row[14] ? .bigEndian : .littleEndian)
  }
}
