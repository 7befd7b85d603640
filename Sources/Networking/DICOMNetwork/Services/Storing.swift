import DICOMModel
public import Files
import Locks
public import MessageExchange
import UpperLayer

/// Sends instances to other application entities (C-STORE).
public struct StoreUser: Sendable {
  /// A file that is to be sent.
  public struct Item: Sendable {
    /// The file.
    public let path: String
    let head: StoredHead

    /// What is odd about it, though it can be sent; nil if nothing is.
    ///
    /// So far it is a meta group that names another class or instance than the data set, which counts.
    public var warning: String? { head.contradiction }

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
    /// Why it was not sent; nil if it was.
    public let obstacle: Obstacle?

    /// Whether the instance is there now.
    public var isStored: Bool {
      status.map { [.success, .warning].contains($0.category) } ?? false
    }

    init(path: String, status: OperationStatus, comment: String?, byteCount: Int) {
      self.path = path
      self.status = status
      self.comment = comment
      self.byteCount = byteCount
      obstacle = nil
    }

    init(path: String, _ obstacle: Obstacle, comment: String) {
      self.path = path
      status = nil
      self.comment = comment
      byteCount = 0
      self.obstacle = obstacle
    }
  }

  /// Why a file is not sent.
  public enum Obstacle: Hashable, Sendable {
    /// It cannot be read.
    case unreadable
    /// The other side takes nothing of its class, or not in its transfer syntax.
    case notSupported
    /// It cannot be brought into what the other side takes.
    case notConvertible
    /// The association ended while it was sent, and why: the other side may have it or not.
    case associationEnded(NetworkError)
  }

  /// How this side talks.
  public let options: NetworkOptions

  /// Creates a user.
  public init(options: NetworkOptions = NetworkOptions()) { self.options = options }

  /// A file that can be sent; nil if it is no DICOM file with a meta group.
  ///
  /// - Throws: `FileReadingError` if it cannot be read.
  public static func item(path: String) throws(FileReadingError) -> Item? {
    let source = ByteSource.file(path)
    return StoredHead(source, try source.open()).map { Item(path: path, head: $0) }
  }

  /// Sends files as they are stored, in one association, or in as many as their kinds need contexts
  /// for.
  ///
  /// - Parameters:
  ///   - items: The files.
  ///   - peer: The other side.
  ///   - associations: The most associations at a time, which share the files; where the other side
  ///     does not grant all, the others do the work.
  ///   - tell: Learns of each file; may be called by several tasks at once.
  /// - Throws: ``NetworkError`` if an association cannot be had, or several break one after the other;
  ///   `CancellationError`.
  public func send(
    _ items: [Item], to peer: NetworkPeer, associations: Int = 1,
    telling tell: @escaping @Sendable (Answer) -> Void
  ) async throws {
    for plan in ContextPlan.plans(for: items.flatMap { $0.head.form.needs }) {
      let now = items.filter { $0.head.form.isFirst(in: plan) }
      let queue = SharedQueue(now)
      let breaks = Breaks()
      try await NetworkClient(options: options).withAssociations(
        min(associations, now.count), to: peer, proposing: plan
      ) { association in
        try await association.store(from: queue, counting: breaks, telling: tell)
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
    self.init(path: path, .unreadable, comment: "it cannot be read: \(error)")
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

/// An instance that can be sent, or what became of it already.
enum PreparedStore {
  /// Its file is open, and its beginning read.
  case ready(StoredHead, Command, PreparedMessage<AnyDataSetSource>)
  /// It is not sent, and why.
  case notSent(StoreUser.Answer)

  /// The file, if it is still to be sent.
  var item: StoreUser.Item? {
    guard case .ready(let head, _, _) = self else { return nil }
    return StoreUser.Item(path: head.path, head: head)
  }
}

/// Counts associations that were ended by what was sent on them, one after the other.
///
/// One bad instance must not keep the others from being sent; a peer that ends every association is given
/// up.
final class Breaks: Sendable {
  private let count = Locked(0)

  private static let most = 8

  /// An instance was sent.
  func reset() { count.withLock { $0 = 0 } }

  /// What becomes of an instance that ended its association.
  ///
  /// - Throws: The error, if it is none of that instance.
  func answer(to error: any Error, at path: String) throws -> StoreUser.Answer {
    let number = count.withLock { count in
      count += 1
      return count
    }
    switch error {
    case let error as FileReadingError: return StoreUser.Answer(unreadable: path, error)
    case let error as NetworkError where error.mayBeOfOneInstance && number < Self.most:
      return StoreUser.Answer(path: path, .associationEnded(error), comment: error.description)
    default: throw error
    }
  }
}

extension NetworkError {
  /// Whether what was sent last may have been the reason.
  fileprivate var mayBeOfOneInstance: Bool {
    switch reason {
    case .aborted, .connectionLost: true
    default: false
    }
  }
}

extension Association {
  /// Stores files of a queue, until it is empty: while the other side works on one, the next is read.
  ///
  /// - Throws: ``AssociationBroke`` if an instance ends the association, which is told of; what ends too
  ///   many of them.
  func store(
    from queue: SharedQueue<StoreUser.Item>, counting breaks: Breaks,
    telling tell: (StoreUser.Answer) -> Void
  ) async throws {
    try await onItsThread {
      var next = try await prepared(queue.next())
      while let now = next {
        next = nil
        switch now {
        case .notSent(let answer): tell(answer)
        case .ready(let head, let command, var message):
          do {
            try await send(&message)
            next = try await prepared(queue.next())
            tell(try await answer(to: command, of: head, byteCount: message.source.byteCount))
            breaks.reset()
            continue
          } catch {
            switch next {
            case .notSent(let answer)?: tell(answer)
            case let waiting?: waiting.item.map(queue.giveBack)
            case nil: break
            }
            tell(try breaks.answer(to: error, at: head.path))
            throw AssociationBroke(leavesWork: !queue.isEmpty)
          }
        }
        next = try await prepared(queue.next())
      }
    }
  }

  private func prepared(_ item: StoreUser.Item?) async throws -> PreparedStore? {
    guard let head = item?.head else { return nil }
    return try await prepared(head, in: contexts.forRequests(of: head.form.sopClass))
  }

  /// Stores a file.
  ///
  /// - Parameters:
  ///   - head: The file.
  ///   - contexts: Those of its class in which this side may send requests, the dearest first.
  ///   - originator: Who asked for it by C-MOVE.
  /// - Returns: What became of it; a file that cannot be read is not sent.
  /// - Throws: ``NetworkError`` if the association breaks; `FileReadingError` if the file breaks off
  ///   when a part of it was sent.
  func store(
    _ head: StoredHead, in contexts: [NegotiatedContext], originator: MoveOriginator? = nil
  ) async throws -> StoreUser.Answer {
    switch try await prepared(head, in: contexts, originator: originator) {
    case .notSent(let answer): return answer
    case .ready(let head, let command, var message):
      try await send(&message)
      return try await answer(to: command, of: head, byteCount: message.source.byteCount)
    }
  }

  /// Makes an instance ready to be sent: nothing of it is.
  private func prepared(
    _ head: StoredHead, in contexts: [NegotiatedContext], originator: MoveOriginator? = nil
  ) async throws -> PreparedStore {
    let context = head.form.syntaxes.lazy.compactMap { syntax in
      contexts.first { $0.transferSyntax == syntax }
    }.first
    guard let context else { return refused(head, isClassTaken: !contexts.isEmpty) }
    let command = Command.store(
      sopClass: head.form.sopClass, sopInstance: head.sopInstance, messageID: nextMessageID(),
      originator: originator)
    do {
      return .ready(
        head, command,
        try prepared(command, with: try await source(head, in: context), contextID: context.id))
    } catch let error as ConversionError {
      return .notSent(
        StoreUser.Answer(
          path: head.path, .notConvertible, comment: error.description))
    } catch let error as FileReadingError {
      return .notSent(StoreUser.Answer(unreadable: head.path, error))
    }
  }

  /// The data set as it is stored, or as the context wants it.
  private func source(
    _ head: StoredHead, in context: NegotiatedContext
  ) async throws -> AnyDataSetSource {
    guard context.transferSyntax != head.transferSyntax.uid else {
      return .file(try StoredDataSet(head))
    }
    let syntax = TransferSyntax(uid: context.transferSyntax)
    return .memory(BytesInMemory(try await Self.elsewhere { try head.dataSet(in: syntax) }))
  }

  private func refused(_ head: StoredHead, isClassTaken: Bool) -> PreparedStore {
    let way = isClassTaken ? " in \(head.transferSyntax.name)" : ""
    return .notSent(
      StoreUser.Answer(
        path: head.path, .notSupported,
        comment: "\(peer) does not take SOP class \(head.form.sopClass)\(way)"))
  }

  private func answer(
    to command: Command, of head: StoredHead, byteCount: Int
  ) async throws -> StoreUser.Answer {
    let answer = try await nextCommand("the answer to C-STORE").command
    try check(answer, answers: .storeRequest, messageID: command.messageID)
    return StoreUser.Answer(
      path: head.path, status: answer.status, comment: answer.errorComment, byteCount: byteCount)
  }
}
