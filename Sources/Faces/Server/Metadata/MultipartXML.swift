import Archive
import DICOMModel
import WebServices

/// Data sets in the Native DICOM Model (PS3.19 A.1), each a part of a body.
enum MultipartXML {
  private static let type: MediaType = MediaType("application/dicom+xml")

  /// An answer of data sets, each with what is fetched from elsewhere and where that is.
  static func answer(
    _ dataSets: [(dataSet: DataSet, bulk: [BulkAttribute], location: String)],
    headers: [WebHeader] = []
  ) -> WebAnswer {
    var writer = MultipartWriter(of: type)
    var pieces: [BodyPiece] = []
    for (dataSet, bulk, location) in dataSets {
      var text = XMLText()
      text.write(dataSet, bulk: bulk, location: location)
      pieces.append(
        .bytes(writer.head(contentType: type, contentLength: text.bytes.count) + text.bytes))
    }
    return WebAnswer(writer.contentType, pieces: pieces + [.bytes(writer.tail)], headers: headers)
  }
}
