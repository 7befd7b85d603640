public import DICOMNetwork
import NIOCore
public import WebServices

extension WebClient {
  /// Gets instances as they are stored (WADO-RS), each part straight to who takes it.
  ///
  /// - Parameters:
  ///   - resource: A study, a series or an instance.
  ///   - provider: Takes them.
  /// - Throws: ``WebClientError``; what the provider throws.
  public func retrieve(
    _ resource: ResourcePath, into provider: some ServiceProvider
  ) async throws {
    var stream = InstanceStream(client: self, provider: provider)
    try await parts(of: resource, type: .dicom) { event in try stream.take(event) }
  }

  /// Gets frames (WADO-RS): uncompressed as they are, compressed ones as bare code streams.
  ///
  /// - Parameters:
  ///   - resource: An instance with its frames.
  ///   - most: The most bytes of a frame.
  ///   - take: Gets what each part says of itself, and its bytes.
  /// - Throws: ``WebClientError``; what `take` throws.
  public func frames(
    _ resource: ResourcePath, atMost most: Int,
    _ take: (PartHead, [UInt8]) throws -> Void
  ) async throws {
    var head = PartHead()
    var bytes: [UInt8] = []
    try await parts(of: resource, type: .octetStream) { event in
      switch event {
      case .head(let next):
        head = next
        bytes = []
      case .bytes(let more):
        guard bytes.count + more.count <= most else {
          throw WebServiceError(.tooLong("a frame", limit: most))
        }
        bytes += more
      case .end: try take(head, bytes)
      }
    }
  }

  /// The parts of an answer, be they several or one alone, in the form in which they are stored.
  private func parts(
    of resource: ResourcePath, type: MediaType, _ take: (MultipartReader.Event) throws -> Void
  ) async throws {
    var exchange = try await get(
      resource.path, accept: MediaType.related(type, transferSyntax: "*").description,
      named: "instances")
    if [400, 406, 500, 501].contains(exchange.status) {
      // Some servers do not know the asterisk; one fails over it where frames are asked for.
      try await exchange.discard()
      exchange = try await get(
        resource.path, accept: MediaType.related(type).description, named: "instances")
    }
    try await exchange.check("the retrieval")
    if exchange.status == 204 { throw failure(.notFound) }
    guard let contentType = exchange.contentType else {
      throw failure(.unexpectedAnswer("it does not say what it sends"))
    }
    guard contentType.type == "multipart" else {
      return try await single(exchange, contentType, take)
    }
    var limits = MultipartLimits()
    limits.partBytes = options.limits.instanceBytes
    var reader = MultipartReader(boundary: contentType["boundary"], limits: limits)
    try await exchange.eachPiece { piece in
      guard !reader.isComplete else { return }
      reader.feed(piece.readableBytesView)
      while let event = try reader.next() { try take(event) }
    }
    try await named("instances") { try reader.finish() }
  }

  /// An answer that is one part.
  private func single(
    _ exchange: WebExchange, _ contentType: MediaType,
    _ take: (MultipartReader.Event) throws -> Void
  ) async throws {
    guard !["text", "image", "video"].contains(contentType.type),
      !contentType.subtype.hasSuffix("json")
    else {
      throw failure(
        .unexpectedAnswer("it sends \(contentType.essence) where instances were asked for"))
    }
    let limit = options.limits.instanceBytes
    var left = limit
    try await named("instances") {
      try take(.head(PartHead(headers: [WebHeader("Content-Type", contentType.description)])))
    }
    try await exchange.eachPiece { piece in
      left -= piece.readableBytes
      guard left >= 0 else { throw WebServiceError(.tooLong("an instance", limit: limit)) }
      try take(.bytes(ArraySlice(piece.readableBytesView)))
    }
    try await named("instances") { try take(.end) }
  }
}
