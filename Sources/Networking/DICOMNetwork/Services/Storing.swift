import DICOMModel
public import Files
public import MessageExchange
import UpperLayer

/// Sends instances to other application entities (C-STORE).
public struct StoreUser: Sendable {
  /// A file that is to be sent.
  public struct Item: Sendable {
    /// The file.
    public let path: String
    let head: StoredHead

    /// Its UID.
    package var sopInstance: String { head.sopInstance }

    /// The bytes of the file.
    package var fileBytes: Int { head.byteCount }
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

  /// A file that can be sent; nil if it is no DICOM file with a meta group.
  ///
  /// - Throws: `FileReadingError` if it cannot be read.
  public static func item(path: String) throws(FileReadingError) -> Item? {
    let reader = try ByteSource.file(path).open()
    return StoredHead(path: path, reader).map { Item(path: path, head: $0) }
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
    for plan in ContextPlan.plans(for: items.flatMap { $0.head.form.needs }) {
      let now = items.filter { $0.head.form.isFirst(in: plan) }
      try await client.withAssociation(to: peer, proposing: plan) { association in
        for item in now {
          let head = item.head
          tell(
            try await association.store(
              head, in: association.contexts.forRequests(of: head.form.sopClass)))
        }
      }
    }
  }
}

extension StoreUser.Answer {
  /// What becomes of a file that cannot be read.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - error: Why it cannot.
  public init(unreadable path: String, _ error: FileReadingError) {
    self.init(
      path: path, status: nil, comment: "it cannot be read: \(error)", byteCount: 0)
  }
}

/// What decides in which contexts an instance can be sent.
struct StoredForm: Hashable, Sendable {
  let sopClass: String
  let transferSyntax: String

  /// The syntax it has, and those that it can be brought into without loss, the dearest first.
  var syntaxes: [String] {
    let syntax = TransferSyntax(uid: transferSyntax)
    guard !syntax.isEncapsulated || syntax.isDecodedExactly else { return [transferSyntax] }
    return [transferSyntax] + ContextNeed.uncompressed.filter { $0 != transferSyntax }
  }

  /// Each syntax in a context of its own, so that it is known which of them the other side takes.
  var needs: [ContextNeed] {
    syntaxes.map { ContextNeed(sopClass: sopClass, transferSyntaxes: [$0]) }
  }

  /// Whether a plan is the one for instances like this: that with the syntax it has.
  func isFirst(in plan: ContextPlan) -> Bool {
    plan.contexts.contains {
      $0.abstractSyntax == sopClass && $0.transferSyntaxes == [transferSyntax]
    }
  }
}

extension Association {
  /// Stores a file.
  ///
  /// - Parameters:
  ///   - head: The file.
  ///   - contexts: Those of its class in which this side may send requests, the dearest first.
  ///   - originator: Who asked for it by C-MOVE.
  /// - Returns: What became of it.
  /// - Throws: ``NetworkError`` if the association breaks; `FileReadingError`.
  func store(
    _ head: StoredHead, in contexts: [NegotiatedContext], originator: MoveOriginator? = nil
  ) async throws -> StoreUser.Answer {
    let context = head.form.syntaxes.lazy.compactMap { syntax in
      contexts.first { $0.transferSyntax == syntax }
    }.first
    guard let context else { return refused(head, isClassTaken: !contexts.isEmpty) }
    guard context.transferSyntax != head.transferSyntax.uid else {
      return try await store(head, from: try StoredDataSet(head), in: context, originator)
    }
    do {
      let bytes = try head.dataSet(in: TransferSyntax(uid: context.transferSyntax))
      return try await store(head, from: BytesInMemory(bytes), in: context, originator)
    } catch let error as ConversionError {
      return StoreUser.Answer(
        path: head.path, status: nil, comment: error.description, byteCount: 0)
    }
  }

  private func refused(_ head: StoredHead, isClassTaken: Bool) -> StoreUser.Answer {
    let way = isClassTaken ? " in \(head.transferSyntax.name)" : ""
    return StoreUser.Answer(
      path: head.path, status: nil,
      comment: "\(peer) does not take SOP class \(head.form.sopClass)\(way)", byteCount: 0)
  }

  private func store(
    _ head: StoredHead, from source: some DataSetSource, in context: NegotiatedContext,
    _ originator: MoveOriginator?
  ) async throws -> StoreUser.Answer {
    var source = source
    let id = nextMessageID()
    try await send(
      .store(
        sopClass: head.form.sopClass, sopInstance: head.sopInstance, messageID: id,
        originator: originator),
      with: &source, contextID: context.id)
    let answer = try await nextCommand("the answer to C-STORE").command
    try check(answer, answers: .storeRequest, messageID: id)
    return StoreUser.Answer(
      path: head.path, status: answer.status, comment: answer.errorComment,
      byteCount: source.byteCount)
  }
}
