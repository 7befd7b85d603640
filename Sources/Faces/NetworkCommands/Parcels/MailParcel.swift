import MediaInterchange
import WebServices

/// A mail message with a part for each instance (RFC 3240).
struct MailParcel: ParcelWriter {
  private let writer = MailWriter(boundary: MultipartWriter.randomBoundary())

  func beginning() -> [UInt8] { writer.beginning(subject: "DICOM images") }

  func add(_ item: ParcelItem) -> [UInt8] {
    let id = item.entry.fileID
    return writer.head(
      type: "application/dicom", id: id.joined(separator: "/"),
      name: "\(id.last ?? "").dcm") + writer.lines(item.bytes[...])
  }

  func end() -> [UInt8] { writer.end }
}
