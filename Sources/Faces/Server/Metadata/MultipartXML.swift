import WebServices

/// Data sets in the Native DICOM Model (PS3.19 A.1), each a part of a body.
enum MultipartXML {
  private static let type: MediaType = MediaType("application/dicom+xml")

  /// An answer of data sets, each as a text.
  static func answer(_ texts: [[UInt8]], headers: [WebHeader] = []) -> WebAnswer {
    var writer = MultipartWriter(of: type)
    let pieces = texts.map { text in
      BodyPiece.bytes(writer.head(contentType: type, contentLength: text.count) + text)
    }
    return WebAnswer(writer.contentType, pieces: pieces + [.bytes(writer.tail)], headers: headers)
  }
}
