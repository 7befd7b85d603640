import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import WebServices

/// An answer on its way out.
struct WebResponse {
  private let answer: WebAnswer
  private let isHead: Bool
  private let pool: NIOThreadPool

  init(_ answer: WebAnswer, isHead: Bool, pool: NIOThreadPool) {
    self.answer = answer
    self.isHead = isHead
    self.pool = pool
  }

  /// A body of no more than this is read before the answer begins, so that what goes wrong can be said.
  private static let small = 4 << 20

  func made() async throws -> Response {
    var headers = HTTPFields()
    for header in answer.headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      headers.append(HTTPField(name: name, value: header.value))
    }
    headers[.xContentTypeOptions] = "nosniff"
    let status = HTTPResponse.Status(code: answer.status)
    switch answer.body {
    case .bytes(let bytes):
      if answer.status != 204, answer.status != 304 {
        headers[.contentLength] = "\(bytes.count)"
      }
      let body = isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      return Response(status: status, headers: headers, body: body)
    case .chunks(let chunks):
      if let count = chunks.byteCount { headers[.contentLength] = "\(count)" }
      if isHead { return Response(status: status, headers: headers, body: ResponseBody()) }
      return Response(
        status: status, headers: headers, body: try await body(chunks, count: chunks.byteCount))
    }
  }

  private func body(_ chunks: any ByteChunks, count: Int?) async throws -> ResponseBody {
    let pool = pool
    if let count, count <= Self.small {
      let buffer = try await pool.runIfActive {
        var chunks = chunks
        var buffer = ByteBuffer()
        buffer.reserveCapacity(count)
        while let chunk = try chunks.next() { buffer.writeBytes(chunk) }
        return buffer
      }
      return ResponseBody(byteBuffer: buffer)
    }
    return ResponseBody(contentLength: count) { writer in
      var source = ChunkSource(chunks)
      while true {
        let now = source
        let (chunk, next) = try await pool.runIfActive { try now.next() }
        guard let chunk else { break }
        source = next
        try await writer.write(ByteBuffer(bytes: chunk))
      }
      try await writer.finish(nil)
    }
  }
}

/// A body that goes from one thread to another between its pieces.
private struct ChunkSource: Sendable {
  private var chunks: any ByteChunks

  init(_ chunks: any ByteChunks) { self.chunks = chunks }

  func next() throws -> ([UInt8]?, ChunkSource) {
    var copy = self
    let chunk = try copy.chunks.next()
    return (chunk, copy)
  }
}
