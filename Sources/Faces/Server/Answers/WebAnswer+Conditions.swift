import Compression
import WebServices

extension WebAnswer {
  /// The answer to somebody who may have it already, wants a part of it, or takes it compressed.
  func suited(to request: WebRequest) throws -> WebAnswer {
    guard status == 200, request.method == "GET" || request.method == "HEAD" else { return self }
    if let tag = headers["ETag"], request.knows(tag) { return notModified }
    let known = try withLength(for: request)
    if let part = try known.part(of: request) { return part }
    return try known.compressed(for: request)
  }

  /// What is decompressed has no length until it is: it is asked for by those who want a part, or nothing
  /// but the head.
  private func withLength(for request: WebRequest) throws -> WebAnswer {
    guard request.method == "HEAD" || request.header("range") != nil,
      case .chunks(let chunks) = body, let pieces = try (chunks as? PieceChunks)?.withLength()
    else { return self }
    var known = self
    known.body = .chunks(pieces)
    return known
  }

  private var notModified: WebAnswer {
    let kept = headers.filter {
      ["etag", "cache-control", "vary", "content-security-policy"].contains($0.name.lowercased())
    }
    return WebAnswer(status: 304, headers: kept)
  }

  // MARK: Parts

  /// One range of a body whose length is known (RFC 9110 14); bodies of several parts have a boundary of
  /// their own each time, and are given whole.
  private func part(of request: WebRequest) throws -> WebAnswer? {
    let isMultipart = headers["Content-Type"]?.hasPrefix("multipart/") ?? true
    guard !isMultipart, let text = request.header("range") else { return nil }
    if let condition = request.header("if-range"), condition != headers["ETag"] { return nil }
    let count: Int
    switch body {
    case .bytes(let bytes): count = bytes.count
    case .chunks(let chunks):
      guard let known = chunks.byteCount else { return nil }
      count = known
    }
    switch ByteRange(text, count: count) {
    case nil: return nil
    case .outside:
      throw ServiceFailure(
        416, code: "range-outside", message: "the range lies outside of the resource",
        headers: [WebHeader("Content-Range", "bytes */\(count)")])
    case .part(let range):
      if range == 0..<count { return nil }
      var answer = self
      answer.status = 206
      answer.headers.append(
        WebHeader("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"))
      switch body {
      case .bytes(let bytes): answer.body = .bytes(Array(bytes[range]))
      case .chunks(let chunks):
        guard let pieces = chunks as? PieceChunks else { return nil }
        answer.body = .chunks(pieces.part(range))
      }
      return answer
    }
  }

  // MARK: Compression

  /// Less than this is not worth it.
  private static let leastBytes = 1 << 10

  private func compressed(for request: WebRequest) throws -> WebAnswer {
    guard case .bytes(let bytes) = body, let type = headers["Content-Type"], Self.isText(type)
    else {
      return self
    }
    var answer = self
    answer.headers.append(WebHeader("Vary", "Accept-Encoding"))
    guard bytes.count >= Self.leastBytes, request.takesGzip else { return answer }
    answer.body = .bytes(try Deflation.bytes(bytes, format: .gzip))
    answer.headers.append(WebHeader("Content-Encoding", "gzip"))
    // Other bytes, another tag.
    answer.headers = answer.headers.map { header in
      guard header.name == "ETag", header.value.hasSuffix("\"") else { return header }
      return WebHeader("ETag", "\(header.value.dropLast())-gzip\"")
    }
    return answer
  }

  private static func isText(_ type: String) -> Bool {
    ["application/dicom+json", "application/json", "text/", "application/javascript"]
      .contains(where: type.hasPrefix)
  }
}

extension WebRequest {
  /// Whether the client has what a tag names (RFC 9110 13.1.2).
  func knows(_ tag: String) -> Bool {
    guard let list = header("if-none-match") else { return false }
    let opaque = { (text: Substring) in
      let trimmed = text.filter { $0 != " " }
      let strong = trimmed.hasPrefix("W/") ? String(trimmed.dropFirst(2)) : String(trimmed)
      return strong.replacing("-gzip\"", with: "\"")
    }
    return list.split(separator: ",").map(opaque).contains { $0 == "*" || $0 == tag }
  }

  /// Whether the client takes gzip.
  fileprivate var takesGzip: Bool {
    (header("accept-encoding") ?? "").split(separator: ",").contains { entry in
      let words = entry.split(separator: ";").map { $0.filter { $0 != " " } }
      return words.first?.lowercased() == "gzip" && !words.dropFirst().contains("q=0")
    }
  }
}

/// A range of bytes, as a request has it.
enum ByteRange: Equatable {
  case part(Range<Int>)
  /// It begins behind the end.
  case outside

  /// Reads a field; nil for what is no single range, which is answered with the whole.
  init?(_ text: String, count: Int) {
    guard text.hasPrefix("bytes=") else { return nil }
    let parts = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    switch (Int(parts[0]), Int(parts[1])) {
    case (let first?, let last?):
      guard first <= last else { return nil }
      self = first < count ? .part(first..<min(last, count - 1) + 1) : .outside
    case (let first?, nil):
      guard parts[1].isEmpty else { return nil }
      self = first < count ? .part(first..<count) : .outside
    case (nil, let last?):
      guard parts[0].isEmpty else { return nil }
      self = last > 0 && count > 0 ? .part(max(0, count - last)..<count) : .outside
    case (nil, nil): return nil
    }
  }
}
