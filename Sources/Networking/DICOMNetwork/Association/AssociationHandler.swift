import MessageExchange
import NIOCore
import NIOSSL
import UpperLayer

#if canImport(Glibc)
  import Glibc
#endif

/// Drives the state machine of one association over one connection.
final class AssociationHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = AssociationInput
  typealias OutboundIn = AssociationOutput
  typealias OutboundOut = ByteBuffer

  /// Which side this is.
  enum Side: Sendable {
    case requestor(AssociationRequest)
    case acceptor
  }

  private let side: Side
  private let options: NetworkOptions
  private let watch: PatienceWatch
  private let cancellations: Cancellations
  private var machine = AssociationMachine()
  private var units: UnitReader
  /// Nil until the association is there.
  private var messages: MessageReader?
  private var request: AssociationRequest?
  private var timer: Scheduled<Void>?
  private var look: RepeatedTask?
  private var lastActivity = NIODeadline.now()
  /// What comes after something went wrong is not looked at.
  private var isOver = false

  init(
    _ side: Side, options: NetworkOptions, watch: PatienceWatch, cancellations: Cancellations
  ) {
    self.side = side
    self.options = options
    self.watch = watch
    self.cancellations = cancellations
    units = UnitReader(limits: options.limits)
  }

  // MARK: The connection

  func channelActive(context: ChannelHandlerContext) {
    beginLooking(context)
    switch side {
    case .requestor(let request):
      self.request = request
      handle(.associate(request), context)
      handle(.transportOpened, context)
    case .acceptor: handle(.transportAccepted, context)
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    look?.cancel()
    handle(.transportClosed, context)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(Self.reason(error), context)
    context.close(promise: nil)
  }

  private static func reason(_ error: any Error) -> NetworkError.Reason {
    switch error {
    case let error as NIOSSLError: .notSecure(SecurityWords.of(error))
    case let error as BoringSSLError: .notSecure(SecurityWords.of(error))
    case let error as NIOSSLExtraError: .notSecure(SecurityWords.of(error))
    default: .connectionLost
    }
  }

  /// Looks from time to time whether somebody has waited for too long.
  private func beginLooking(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    look = context.eventLoop.scheduleRepeatedTask(
      initialDelay: .milliseconds(250), delay: .milliseconds(250)
    ) { _ in
      let (handler, context) = bound.value
      guard let reason = handler.watch.impatience(lastActivity: handler.lastActivity) else {
        return
      }
      handler.end(reason, context)
      handler.handle(.abort, context)
      context.close(promise: nil)
    }
  }

  // MARK: What arrives

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    lastActivity = .now()
    // What comes when the end is decided is not even looked at, so that a flood is not answered.
    guard machine.state != .awaitingClose else { return }
    let wasFirst = machine.state == .awaitingRequest
    var problem: UpperLayerError?
    let buffer = unwrapInboundIn(data)
    var position = 0
    do throws(UpperLayerError) {
      while !isOver, machine.state != .awaitingClose,
        let event = try nextUnit(in: buffer, from: &position)
      {
        switch event {
        case .unit(let unit): handle(.received(unit), context)
        case .data(let header, let range, let endsFragment):
          guard handle(.receivedData, context).contains(.tell(.data)) else { continue }
          try take(header, range, endsFragment: endsFragment, of: buffer, context)
        }
      }
    } catch {
      problem = error
      handle(.receivedInvalid(error), context)
    }
    // A request that is refused leaves this state, too, but is no abort.
    guard wasFirst, machine.state == .awaitingClose, request == nil else { return }
    end(.protocolBroken(problem ?? UpperLayerError(.unexpected(.data))), context)
    closeSoon(context)
  }

  /// Who does not even ask for an association is not waited for: the abort goes, and the connection.
  private func closeSoon(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .milliseconds(200)) { bound.value.close(promise: nil) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    let isComplete = units.isBetweenUnits && messages?.isBetweenMessages ?? true
    if !isComplete { acknowledge(context) }
    context.fireChannelReadComplete()
  }

  /// Tells the other side's system at once that something has come.
  ///
  /// Many peers write the head of a unit and the rest one after the other, and their systems hold the
  /// rest back until the head is acknowledged, which would be after 40 ms.
  private func acknowledge(_ context: ChannelHandlerContext) {
    #if os(Linux)
      try? context.channel.syncOptions?.setOption(.tcpOption(.quickAcknowledgement), value: 1)
    #endif
  }

  private func nextUnit(
    in buffer: ByteBuffer, from position: inout Int
  ) throws(UpperLayerError) -> UnitReader.Event? {
    let result = unsafe buffer.withUnsafeReadableBytes { bytes in
      // SAFETY: the span is used within the call only.
      Result { () throws(UpperLayerError) in
        try unsafe units.next(in: RawSpan(_unsafeBytes: bytes), from: &position)
      }
    }
    return try result.get()
  }

  private func take(
    _ header: FragmentHeader, _ range: Range<Int>, endsFragment: Bool, of buffer: ByteBuffer,
    _ context: ChannelHandlerContext
  ) throws(UpperLayerError) {
    let result = unsafe buffer.withUnsafeReadableBytes { bytes in
      // SAFETY: as above.
      Result { () throws(MessageError) in
        try unsafe messages?.take(
          header, range, endsFragment: endsFragment, of: RawSpan(_unsafeBytes: bytes)) ?? []
      }
    }
    switch result {
    case .success(let events):
      for event in events { tell(event, of: buffer, context) }
    case .failure(let error): throw UpperLayerError(.invalid(error.description))
    }
  }

  private func tell(
    _ event: MessageReader.Event, of buffer: ByteBuffer, _ context: ChannelHandlerContext
  ) {
    switch event {
    case .command(let command, let contextID):
      guard command.field != .cancelRequest else {
        return cancellations.cancel(command.messageID)
      }
      cancellations.begin(command.messageID)
      pass(.command(command, contextID: contextID), context)
    case .data(let range):
      guard
        let slice = buffer.getSlice(
          at: buffer.readerIndex + range.lowerBound, length: range.count)
      else { return }
      pass(.data(slice), context)
    case .endOfData: pass(.endOfData, context)
    }
  }

  // MARK: What is sent

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    lastActivity = .now()
    let event: AssociationEvent
    switch unwrapOutboundIn(data) {
    case .dataUnits(let buffer):
      guard handle(.sendData, context).contains(.sendData) else {
        promise?.fail(ChannelError.ioOnClosedChannel)
        return
      }
      context.write(wrapOutboundOut(buffer), promise: promise)
      return
    case .accept(let acceptance):
      agree(on: acceptance)
      event = .accept(acceptance)
    case .reject(let rejection): event = .reject(rejection)
    case .release: event = .release
    case .agreeToRelease: event = .agreeToRelease
    case .abort: event = .abort
    }
    handle(event, context)
    promise?.succeed()
  }

  private func agree(on acceptance: AssociationAcceptance) {
    guard let request else { return }
    let contexts = NegotiatedContexts(request, acceptance).contexts
    messages = MessageReader(contexts: contexts.map(\.id))
  }

  // MARK: The machine

  /// Hands an event to the machine and does what it says; returns that.
  @discardableResult
  private func handle(
    _ event: AssociationEvent, _ context: ChannelHandlerContext
  ) -> [AssociationAction] {
    // What this side's application asks for too late, when the association is over, means nothing.
    guard let actions = try? machine.handle(event) else { return [] }
    for action in actions { perform(action, context) }
    return actions
  }

  private func perform(_ action: AssociationAction, _ context: ChannelHandlerContext) {
    switch action {
    // Whoever made this handler has opened the connection, and data are sent by whoever has them.
    case .openTransport, .sendData: break
    case .send(let unit):
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: unit.bytes)), promise: nil)
    case .startTimer: startTimer(context)
    case .stopTimer: timer?.cancel()
    case .closeTransport: context.close(promise: nil)
    case .tell(let news): tell(news, context)
    }
  }

  private func startTimer(_ context: ChannelHandlerContext) {
    timer?.cancel()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(
      in: .seconds(Int64(options.timeouts.association))
    ) {
      let (handler, context) = bound.value
      handler.handle(.timerExpired, context)
    }
  }

  private func tell(_ news: AssociationNews, _ context: ChannelHandlerContext) {
    switch news {
    case .requested(let request):
      self.request = request
      pass(.requested(request), context)
    case .accepted(let acceptance):
      agree(on: acceptance)
      pass(.accepted(acceptance), context)
    case .rejected(let rejection): end(.rejected(rejection), context)
    // The bytes are told by whoever has them.
    case .data: break
    case .releaseRequested: pass(.releaseRequested, context)
    case .released: pass(.released, context)
    case .aborted(let abort): end(.aborted(abort), context)
    case .failed(let error): end(.protocolBroken(error), context)
    case .connectionLost: end(.connectionLost, context)
    }
  }

  private func pass(_ input: AssociationInput, _ context: ChannelHandlerContext) {
    if !isOver { context.fireChannelRead(wrapInboundOut(input)) }
  }

  /// Tells once why the association is over.
  private func end(_ reason: NetworkError.Reason, _ context: ChannelHandlerContext) {
    guard !isOver else { return }
    pass(.ended(reason), context)
    isOver = true
    // Outside of a read nobody else says that this is all for now.
    context.fireChannelReadComplete()
  }
}

#if os(Linux)
  extension NIOBSDSocket.Option {
    /// `TCP_QUICKACK`, which holds until the system thinks otherwise.
    fileprivate static let quickAcknowledgement = NIOBSDSocket.Option(rawValue: TCP_QUICKACK)
  }
#endif
