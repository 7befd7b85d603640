import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// JSON that comes in and goes out.
enum RequestJSON {
  /// The most bytes of a request: a transfer function or a curve has some thousands.
  private static let mostBytes = 16 << 20

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - type: What it is.
  ///   - text: UTF-8; nil is a request without fields.
  ///   - length: Its bytes; below 0 it ends with a zero.
  /// - Returns: The request.
  /// - Throws: ``UnreadableRequest``, ``WrongArgument``; what the type's own coding throws.
  static func read<Request: Decodable>(
    _ type: Request.Type, text: UnsafePointer<CChar>?, length: Int
  ) throws -> Request {
    guard let text = unsafe text else { return try decoded(type, from: Data("{}".utf8)) }
    // SAFETY: the caller promises that many bytes, or a zero (the header).
    let count = unsafe length < 0 ? strlen(text) : length
    guard count <= mostBytes else {
      throw WrongArgument("the request has \(count) bytes; \(mostBytes) is the most")
    }
    return try decoded(type, from: unsafe Data(bytes: text, count: count))
  }

  private static func decoded<Request: Decodable>(
    _ type: Request.Type, from data: Data
  ) throws -> Request {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw UnreadableRequest(error)
    }
  }

  /// Writes an answer.
  static func text(_ value: some Encodable) throws -> String {
    try JSONText.text(value, userInfo: [.remedyWords: RemedyWords.requests])
  }
}
