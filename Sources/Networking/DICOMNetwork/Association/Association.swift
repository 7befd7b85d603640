import MessageExchange
import NIOCore
public import UpperLayer

/// An association with another application entity, for one task.
///
/// Messages go in turns: a request is sent, and its answers are read before the next one. Whatever
/// goes wrong ends the association; nothing of it is used again.
public final class Association {
  /// What was agreed on.
  public let contexts: NegotiatedContexts

  /// The other side's title, address and port.
  public let peer: String

  /// What the other side says of itself.
  public let peerInformation: UserInformation

  /// The title of the side that asked for the association.
  let callingTitle: String

  let options: NetworkOptions
  private var inbound: AsyncThrowingIterator
  private let outbound: NIOAsyncChannelOutboundWriter<AssociationOutput>
  private let watch: PatienceWatch
  let cancellations: Cancellations
  let executor: LoopExecutor
  private var buffers = SentBuffers()
  private var lastMessageID: UInt16 = 0
  private(set) var isReleased = false

  typealias AsyncThrowingIterator = NIOAsyncChannelInboundStream<AssociationInput>.AsyncIterator

  init(
    contexts: NegotiatedContexts, peer: String, peerInformation: UserInformation,
    callingTitle: String, options: NetworkOptions, inbound: AsyncThrowingIterator,
    outbound: NIOAsyncChannelOutboundWriter<AssociationOutput>, watch: PatienceWatch,
    cancellations: Cancellations, executor: LoopExecutor
  ) {
    self.contexts = contexts
    self.peer = peer
    self.peerInformation = peerInformation
    self.callingTitle = callingTitle
    self.options = options
    self.inbound = inbound
    self.outbound = outbound
    self.watch = watch
    self.cancellations = cancellations
    self.executor = executor
  }

  /// A number for a message of this side.
  func nextMessageID() -> UInt16 {
    lastMessageID = lastMessageID == .max ? 1 : lastMessageID + 1
    return lastMessageID
  }

  func failure(_ reason: NetworkError.Reason) -> NetworkError {
    NetworkError(reason, peer: peer)
  }

  // MARK: Sending

  /// Sends a command without a data set.
  func send(_ command: Command, contextID: UInt8) async throws {
    try await write(.dataUnits(Self.units(of: command, contextID: contextID)))
  }

  /// Sends a command and its data set, which is there as a whole.
  func send(_ command: Command, with dataSet: [UInt8], contextID: UInt8) async throws {
    var source = BytesInMemory(dataSet)
    try await send(command, with: &source, contextID: contextID)
  }

  /// Sends a command and its data set, piece by piece.
  func send(
    _ command: Command, with source: inout some DataSetSource, contextID: UInt8
  ) async throws {
    var message = try prepared(command, with: source, contextID: contextID)
    try await send(&message)
    source = message.source
  }

  /// The beginning of a message, of short ones the whole, ready to be sent.
  func prepared<Source: DataSetSource>(
    _ command: Command, with source: Source, contextID: UInt8
  ) throws -> PreparedMessage<Source> {
    var message = PreparedMessage(
      source: source, contextID: contextID,
      fragmentBytes: options.limits.fragmentBytes(announced: peerInformation.maximumLength),
      first: buffers.next())
    try message.begin(with: command)
    return message
  }

  /// Sends a message that was prepared, and what it has more.
  func send(_ message: inout PreparedMessage<some DataSetSource>) async throws {
    buffers.keep(message.units)
    try await write(.dataUnits(message.units))
    while !message.isComplete {
      try message.goOn(in: buffers.next())
      buffers.keep(message.units)
      try await write(.dataUnits(message.units))
    }
  }

  private static func units(of command: Command, contextID: UInt8) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.write(command, contextID: contextID)
    return buffer
  }

  func write(_ output: AssociationOutput) async throws {
    do {
      try await watch.await("room to send", seconds: options.timeouts.response) {
        try await outbound.write(output)
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // Why it is over has arrived, unless the connection just broke.
      while let input = try? await inbound.next(isolation: #isolation) {
        if case .ended(let reason) = input { throw failure(reason) }
      }
      throw failure(.connectionLost)
    }
  }

  // MARK: Receiving

  /// What comes next.
  ///
  /// - Throws: ``NetworkError`` if the association is over; `CancellationError`.
  func next(_ awaited: String, seconds: Int? = nil) async throws -> AssociationInput {
    let input = try await watch.await(awaited, seconds: seconds ?? options.timeouts.response) {
      try await inbound.next(isolation: #isolation)
    }
    switch input {
    case .ended(let reason): throw failure(reason)
    case nil:
      try Task.checkCancellation()
      throw failure(.connectionLost)
    case .some(let input): return input
    }
  }

  /// The next command, with the context it came in; its data set, if it has one, follows.
  func nextCommand(_ awaited: String) async throws -> (command: Command, contextID: UInt8) {
    guard case .command(let command, let id) = try await next(awaited) else {
      throw failure(.unexpectedAnswer("something else came than \(awaited)"))
    }
    return (command, id)
  }

  /// The data set that follows a command, piece by piece.
  func takeDataSet(_ take: (ByteBuffer) async throws -> Void) async throws {
    while true {
      switch try await next("the rest of a data set") {
      case .data(let bytes): try await take(bytes)
      case .endOfData: return
      default: throw failure(.unexpectedAnswer("a data set was not ended"))
      }
    }
  }

  /// The data set that follows a command, as a whole.
  func dataSet(atMost limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    try await takeDataSet { piece in
      guard bytes.count + piece.readableBytes <= limit else {
        throw failure(.unexpectedAnswer("an identifier has more than \(limit) bytes"))
      }
      bytes += piece.readableBytesView
    }
    return bytes
  }

  // MARK: Ends

  /// Releases the association; what still comes until it is agreed is passed over.
  func release() async throws {
    isReleased = true
    try await write(.release)
    while true {
      switch try await next("the reply to a release", seconds: options.timeouts.association) {
      case .released: return
      case .releaseRequested: try await write(.agreeToRelease)
      default: continue
      }
    }
  }

  /// Agrees to the other side's release.
  func agreeToRelease() async throws {
    isReleased = true
    try await write(.agreeToRelease)
  }

  /// Ends the association at once.
  func abort() async { try? await outbound.write(.abort) }
}
