import DICOMModel
public import MessageExchange
import UpperLayer

/// Sends instances to other application entities (C-STORE).
public struct StoreUser: Sendable {
  /// A file that is to be sent.
  public struct Item: Sendable {
    /// The file.
    public let path: String
    let head: StoredHead
  }

  /// What became of a file.
  public struct Answer: Sendable {
    /// The file.
    public let path: String
    /// What the other side answered; nil if it was not sent.
    public let status: OperationStatus?
    /// What the other side, or this one, says of a failure.
    public let comment: String?
    /// The bytes that were sent.
    public let byteCount: Int

    /// Whether the instance is there now.
    public var isStored: Bool {
      status.map { [.success, .warning].contains($0.category) } ?? false
    }
  }

  /// How this side talks.
  public let options: NetworkOptions

  /// Creates a user.
  public init(options: NetworkOptions = NetworkOptions()) { self.options = options }

  /// Files that can be sent; nil for those that are no DICOM files with a meta group.
  public static func item(path: String) -> Item? {
    StoredHead(path: path).map { Item(path: path, head: $0) }
  }

  /// Sends files as they are stored, in one association, or in as many as their kinds need contexts
  /// for.
  ///
  /// - Parameters:
  ///   - items: The files.
  ///   - peer: The other side.
  ///   - tell: Learns of each file.
  /// - Throws: ``NetworkError`` if an association cannot be had or breaks; `CancellationError`.
  public func send(
    _ items: [Item], to peer: NetworkPeer, telling tell: @Sendable (Answer) -> Void
  ) async throws {
    let client = NetworkClient(options: options)
    var left = items
    for plan in ContextPlan.plans(for: left.flatMap(Self.needs)) {
      let now = left.filter { plan.covers(Self.needs($0)[0]) }
      let taken = Set(now.map(\.path))
      left.removeAll { taken.contains($0.path) }
      try await client.withAssociation(to: peer, proposing: plan) { association in
        for item in now { tell(try await association.store(item)) }
      }
    }
  }

  /// The syntax that an instance has, and those that it can be brought into without loss; each in a
  /// context of its own, so that it is known which of them the other side takes.
  private static func needs(_ item: Item) -> [ContextNeed] {
    item.head.syntaxes.map {
      ContextNeed(sopClass: item.head.sopClass, transferSyntaxes: [$0])
    }
  }
}

extension ContextPlan {
  /// Whether a need is among those of the plan.
  fileprivate func covers(_ need: ContextNeed) -> Bool {
    contexts.contains {
      $0.abstractSyntax == need.sopClass && $0.transferSyntaxes == need.transferSyntaxes
    }
  }
}

extension StoredHead {
  /// The syntax it has, and those that it can be brought into, the dearest first.
  fileprivate var syntaxes: [String] {
    let own = transferSyntax.uid
    guard !transferSyntax.isEncapsulated else { return [own] }
    return [own] + ContextNeed.uncompressed.filter { $0 != own }
  }
}

extension Association {
  /// Stores a file.
  fileprivate func store(_ item: StoreUser.Item) async throws -> StoreUser.Answer {
    let head = item.head
    let taken = contexts.forRequests(of: head.sopClass)
    let context = head.syntaxes.lazy.compactMap { syntax in
      taken.first { $0.transferSyntax == syntax }
    }.first
    guard let context else { return refused(item, isClassTaken: !taken.isEmpty) }
    guard context.transferSyntax != head.transferSyntax.uid else {
      return try await store(item, from: try StoredDataSet(head), in: context)
    }
    do {
      let bytes = try head.dataSet(in: TransferSyntax(uid: context.transferSyntax))
      return try await store(item, from: BytesInMemory(bytes), in: context)
    } catch let error as ConversionError {
      return StoreUser.Answer(
        path: item.path, status: nil, comment: error.description, byteCount: 0)
    }
  }

  private func refused(_ item: StoreUser.Item, isClassTaken: Bool) -> StoreUser.Answer {
    let head = item.head
    let way = isClassTaken ? " in \(head.transferSyntax.name)" : ""
    return StoreUser.Answer(
      path: item.path, status: nil,
      comment: "\(peer) does not take SOP class \(head.sopClass)\(way)", byteCount: 0)
  }

  private func store(
    _ item: StoreUser.Item, from source: some DataSetSource, in context: NegotiatedContext
  ) async throws -> StoreUser.Answer {
    var source = source
    let head = item.head
    let id = nextMessageID()
    try await send(
      .store(sopClass: head.sopClass, sopInstance: head.sopInstance, messageID: id),
      contextID: context.id)
    try await sendDataSet(from: &source, contextID: context.id)
    let answer = try await nextCommand("the answer to C-STORE").command
    try check(answer, answers: .storeRequest, messageID: id)
    return StoreUser.Answer(
      path: item.path, status: answer.status, comment: answer.errorComment,
      byteCount: source.byteCount)
  }
}
