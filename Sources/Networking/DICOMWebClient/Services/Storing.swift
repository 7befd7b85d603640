import AsyncHTTPClient
public import DICOMNetwork
import NIOCore
import WebServices

/// What became of a file that was sent.
public struct WebStoreAnswer: Sendable {
  /// The file.
  public let path: String
  /// Whether the instance is there now.
  public let isStored: Bool
  /// What the service says: the reason of a failure or a warning, nil if it says nothing.
  public let reason: Int?
  /// What is said beside it.
  public let comment: String?
  /// The bytes that were sent.
  public let byteCount: Int
}

extension WebClient {
  /// Sends files as they are stored (STOW-RS), some at a time, several requests at once.
  ///
  /// - Parameters:
  ///   - items: The files.
  ///   - tell: Learns of each file; may be called by several tasks at once.
  /// - Throws: ``WebClientError`` if the service takes no requests; `CancellationError`.
  public func store(
    _ items: [StoreUser.Item], telling tell: @escaping @Sendable (WebStoreAnswer) -> Void
  ) async throws {
    _ = try await overlapped(groups(items)) { try await store(group: $0, telling: tell) }
  }

  /// Files of one request each.
  private func groups(_ items: [StoreUser.Item]) -> [[StoreUser.Item]] {
    var groups: [[StoreUser.Item]] = []
    var bytes = 0
    for item in items {
      bytes += item.fileBytes
      let isFull = groups.last.map { $0.count >= options.limits.storedInstances } ?? true
      if isFull || bytes > options.limits.storedBytes {
        groups.append([])
        bytes = item.fileBytes
      }
      groups[groups.count - 1].append(item)
    }
    return groups
  }

  private func store(
    group items: [StoreUser.Item], telling tell: @escaping @Sendable (WebStoreAnswer) -> Void
  ) async throws {
    let body = StoredBody(items)
    let exchange = try await post(
      "/studies", contentType: body.contentType,
      body: .stream(body, length: .known(Int64(body.byteCount))),
      named: "the answer to the instances")
    if exchange.status == 413, items.count > 1 {
      try await exchange.discard()
      for half in [items.prefix(items.count / 2), items.dropFirst(items.count / 2)] {
        try await store(group: Array(half), telling: tell)
      }
      return
    }
    let answer = try await answer(exchange)
    for item in items { tell(answer.answer(item)) }
  }

  /// What a service says of instances; a status that says no says so of all, unless there is a body.
  private func answer(_ exchange: WebExchange) async throws -> GroupAnswer {
    guard exchange.status < 300 || [400, 409, 413, 415].contains(exchange.status) else {
      try await exchange.check("the storing")
      return GroupAnswer(status: exchange.status, response: nil)
    }
    let isJSON = exchange.contentType?.subtype.hasSuffix("json") == true
    guard isJSON else {
      try await exchange.discard()
      return GroupAnswer(status: exchange.status, response: nil)
    }
    let response = try await dataSets(of: exchange).first.map { StoreResponse($0) }
    let says = response.map { $0 != StoreResponse(retrieveURL: $0.retrieveURL) } ?? false
    return GroupAnswer(status: exchange.status, response: says ? response : nil)
  }
}

/// What a service says of the instances of one request.
private struct GroupAnswer {
  let status: Int
  /// Nil if it says nothing of single ones.
  let response: StoreResponse?

  func answer(_ item: StoreUser.Item) -> WebStoreAnswer {
    let uid = item.sopInstance
    let bytes = item.fileBytes
    func answer(isStored: Bool, reason: Int?, comment: String?) -> WebStoreAnswer {
      WebStoreAnswer(
        path: item.path, isStored: isStored, reason: reason, comment: comment, byteCount: bytes)
    }
    guard let response else {
      let isDone = status == 200
      let comment = isDone ? nil : "the service answers with status \(status)"
      return answer(isStored: isDone, reason: nil, comment: comment)
    }
    if let failed = response.failed.first(where: { $0.sopInstance == uid }) {
      return answer(
        isStored: false, reason: failed.reason, comment: StoreReason.words(failed.reason))
    }
    if let stored = response.stored.first(where: { $0.sopInstance == uid }) {
      return answer(
        isStored: true, reason: stored.warning, comment: stored.warning.flatMap(StoreReason.words))
    }
    let other = response.others.first
    return answer(
      isStored: false, reason: other,
      comment: other.flatMap(StoreReason.words) ?? "the service says nothing of it")
  }
}

/// Why an instance is not stored, or not as it came (PS3.18 Annex I.2.2).
enum StoreReason {
  static func words(_ reason: Int) -> String? {
    switch reason {
    case 0x0110: "processing failed"
    case 0x0122: "the SOP class is not taken"
    case 0xA700...0xA7FF: "the service is out of resources"
    case 0xA900...0xA9FF: "the data set does not match its SOP class"
    case 0xB000: "elements were coerced"
    case 0xB006: "elements were discarded"
    case 0xB007: "the data set does not match its SOP class"
    case 0xC122: "the transfer syntax is not taken"
    case 0xC000...0xCFFF: "the service does not understand it"
    default: nil
    }
  }
}
