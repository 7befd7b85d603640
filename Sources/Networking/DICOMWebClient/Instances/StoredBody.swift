import DICOMNetwork
import Files
import NIOCore
import WebServices

/// Files as the parts of a body, read while they are sent.
struct StoredBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  private let items: [StoreUser.Item]
  private let writer: MultipartWriter

  init(_ items: [StoreUser.Item]) {
    self.items = items
    writer = MultipartWriter(of: .dicom)
  }

  /// What it is.
  var contentType: MediaType { writer.contentType }

  /// The bytes of all.
  var byteCount: Int {
    var writer = writer
    let parts = items.reduce(0) { $0 + Self.head($1, &writer).count + $1.fileBytes }
    return parts + writer.tail.count
  }

  private static func head(_ item: StoreUser.Item, _ writer: inout MultipartWriter) -> [UInt8] {
    writer.head(contentType: .dicom, contentLength: item.fileBytes)
  }

  func makeAsyncIterator() -> Iterator { Iterator(items, writer) }

  /// One pass over the files; no more than one is open, and no more than a piece of it is held.
  struct Iterator: AsyncIteratorProtocol {
    private var left: ArraySlice<StoreUser.Item>
    private var writer: MultipartWriter
    private var open: (reader: ByteReader, position: Int, end: Int)?
    private var isEnded = false

    init(_ items: [StoreUser.Item], _ writer: MultipartWriter) {
      left = items[...]
      self.writer = writer
    }

    mutating func next() async throws -> ByteBuffer? {
      if let piece = try nextOfFile() { return piece }
      if let item = left.popFirst() {
        open = (try ByteSource.file(item.path).open(), 0, item.fileBytes)
        return ByteBuffer(bytes: StoredBody.head(item, &writer))
      }
      guard !isEnded else { return nil }
      isEnded = true
      return ByteBuffer(bytes: writer.tail)
    }

    private static let pieceBytes = 1 << 18

    private mutating func nextOfFile() throws -> ByteBuffer? {
      guard let file = open, file.position < file.end else {
        open = nil
        return nil
      }
      let count = Swift.min(Self.pieceBytes, file.end - file.position)
      let bytes = try file.reader.bytes(at: file.position, count: count)
      guard bytes.count == count else { throw FileShrank(path: file.reader.name) }
      open?.position += count
      return ByteBuffer(bytes: bytes)
    }
  }
}
