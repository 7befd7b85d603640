import Hummingbird
import NIOCore

/// The body of a request, as far as it may go; one that ends too soon is the client's fault.
struct BoundedBody: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let body: RequestBody
  let limit: Int

  func makeAsyncIterator() -> Iterator { Iterator(base: body.makeAsyncIterator(), left: limit) }

  struct Iterator: AsyncIteratorProtocol {
    var base: RequestBody.AsyncIterator
    var left: Int

    mutating func next() async throws -> ByteBuffer? { try await next(isolation: nil) }

    mutating func next(isolation actor: isolated (any Actor)?) async throws -> ByteBuffer? {
      guard let next = try await piece(isolation: actor) else { return nil }
      left -= next.readableBytes
      guard left >= 0 else { throw ServiceFailure.bodyTooLong }
      return next
    }

    private mutating func piece(isolation actor: isolated (any Actor)?) async throws -> ByteBuffer?
    {
      do {
        return try await base.next(isolation: actor)
      } catch {
        // The library under it has errors of its own for a client that sends no more.
        throw ServiceFailure(
          400, code: "body-incomplete", message: "the request ended before its body did")
      }
    }
  }
}
