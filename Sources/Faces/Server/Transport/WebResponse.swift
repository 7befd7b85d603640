import DICOMNetwork
import HTTPTypes
import Hummingbird
import Locks
import NIOCore
import NIOPosix
import WebServices

/// An answer on its way out.
struct WebResponse: Sendable {
  /// The answer.
  var answer: WebAnswer
  private let isHead: Bool
  /// The whole body, if it is short.
  private let buffer: ByteBuffer?

  /// What holds what the body is read from.
  private var holder: (any Sendable)?
  /// Sends the body, if others make it piece by piece.
  private let stream: Stream?

  /// Writes a body, all but its end.
  typealias Stream = @concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void

  /// An answer whose body comes from elsewhere, piece by piece.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - headers: The fields; a length among them, if it is known.
  ///   - isHead: Whether nobody wants the body.
  ///   - stream: Writes the body.
  init(status: Int, headers: [WebHeader], isHead: Bool, stream: @escaping Stream) {
    answer = WebAnswer(status: status, headers: headers)
    self.isHead = isHead
    buffer = nil
    self.stream = stream
  }

  /// The answer, with something that is held until its body is sent.
  func holding(_ holder: any Sendable) -> WebResponse {
    var response = self
    response.holder = holder
    return response
  }

  /// A body of no more than this is read before the answer begins, so that what goes wrong can be said.
  private static let short = 4 << 20

  /// Takes an answer, and reads what is short of it: not for threads that must not wait.
  ///
  /// - Throws: What reading throws.
  init(_ answer: WebAnswer, isHead: Bool) throws {
    self.answer = answer
    self.isHead = isHead
    stream = nil
    guard !isHead, case .chunks(var chunks) = answer.body, let count = chunks.byteCount,
      count <= Self.short
    else {
      self.buffer = nil
      return
    }
    var whole = ByteBufferAllocator().buffer(capacity: count)
    try whole.write(count, of: &chunks)
    self.buffer = whole
  }

  /// The answer as the server sends it; a long body is read while it is sent.
  ///
  /// - Parameter pool: Threads that may wait for files.
  /// - Returns: What goes out.
  func response(_ pool: NIOThreadPool) -> Response {
    var headers = HTTPFields()
    for header in answer.headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      headers.append(HTTPField(name: name, value: header.value))
    }
    headers[.xContentTypeOptions] = "nosniff"
    let status = HTTPResponse.Status(code: answer.status)
    if let stream {
      let body =
        isHead
        ? ResponseBody()
        : ResponseBody { writer in
          try await stream(&writer)
          try await writer.finish(nil)
        }
      return Response(status: status, headers: headers, body: body)
    }
    switch answer.body {
    case .bytes(let bytes):
      if answer.status != 204, answer.status != 304 {
        headers[.contentLength] = "\(bytes.count)"
      }
      let body = isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      return Response(status: status, headers: headers, body: body)
    case .chunks(let chunks):
      if let count = chunks.byteCount { headers[.contentLength] = "\(count)" }
      let body =
        isHead
        ? ResponseBody()
        : buffer.map { ResponseBody(byteBuffer: $0) }
          ?? Self.streamed(chunks, pool: pool, holding: holder)
      return Response(status: status, headers: headers, body: body)
    }
  }

  /// A body that is read while it is sent: what is next, while what was read before is on its way.
  private static func streamed(
    _ chunks: any ByteChunks, pool: NIOThreadPool, holding holder: (any Sendable)?
  ) -> ResponseBody {
    ResponseBody(contentLength: chunks.byteCount) { writer in
      defer { withExtendedLifetime(holder) {} }
      let source = ChunkSource(chunks)
      var chunk = try await pool.runIfActive { try source.next() }
      while chunk.readableBytes > 0 {
        async let next = pool.runIfActive { try source.next() }
        try await writer.write(chunk)
        chunk = try await next
      }
      try await writer.finish(nil)
    }
  }
}

/// A body that goes from one thread to another between its pieces.
private final class ChunkSource: Sendable {
  private struct State {
    var chunks: any ByteChunks
    var buffers = SentBuffers(keeping: 3)
  }

  private let state: Locked<State>

  /// What is read at a time.
  private static let step = 1 << 19

  init(_ chunks: any ByteChunks) { state = Locked(State(chunks: chunks)) }

  /// The next bytes; none behind the last.
  func next() throws -> ByteBuffer {
    try state.withLock { state in
      var buffer = state.buffers.next()
      try buffer.write(Self.step, of: &state.chunks)
      state.buffers.keep(buffer)
      return buffer
    }
  }
}

extension ByteBuffer {
  /// Appends the next bytes of a body, at most so many.
  fileprivate mutating func write(_ count: Int, of chunks: inout any ByteChunks) throws {
    try unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
      try unsafe chunks.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
    }
  }
}
