public import MessageExchange
import NIOCore
import NIOPosix
import NIOSSL
import UpperLayer

/// Opens associations to other application entities.
public struct NetworkClient: Sendable {
  /// How this side talks.
  public let options: NetworkOptions

  /// Creates a client.
  public init(options: NetworkOptions = NetworkOptions()) { self.options = options }

  /// Does something on an association, which is released behind it, or ended if `body` throws.
  ///
  /// - Parameters:
  ///   - peer: The other side.
  ///   - plan: The presentation contexts to be proposed.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: ``NetworkError``; what `body` throws; `CancellationError`.
  public func withAssociation<Value: Sendable>(
    to peer: NetworkPeer, proposing plan: ContextPlan,
    _ body: (Association) async throws -> Value
  ) async throws -> Value {
    let request = request(to: peer, plan: plan)
    let watch = PatienceWatch()
    let cancellations = Cancellations()
    let channel = try await connect(
      to: peer, request: request, watch: watch, cancellations: cancellations)
    return try await channel.executeThenClose { inbound, outbound in
      var inbound = inbound.makeAsyncIterator()
      let acceptance = try await answer(&inbound, from: peer, watch: watch)
      let association = Association(
        contexts: NegotiatedContexts(request, acceptance), peer: "\(peer)",
        peerInformation: acceptance.user, callingTitle: options.title, options: options,
        inbound: inbound,
        outbound: outbound, watch: watch, cancellations: cancellations,
        executor: LoopExecutor(channel.channel.eventLoop))
      do {
        let value = try await body(association)
        try await association.release()
        return value
      } catch {
        if !association.isReleased { await association.abort() }
        throw error
      }
    }
  }

  private func request(to peer: NetworkPeer, plan: ContextPlan) -> AssociationRequest {
    var user = UserInformation(options)
    user.roles = plan.roles
    return AssociationRequest(
      calledTitle: peer.title, callingTitle: options.title, contexts: plan.contexts, user: user)
  }

  private func connect(
    to peer: NetworkPeer, request: AssociationRequest, watch: PatienceWatch,
    cancellations: Cancellations
  ) async throws -> NIOAsyncChannel<AssociationInput, AssociationOutput> {
    let options = options
    let security = try options.security?.clientContext(for: "\(peer)")
    do {
      return try await ClientBootstrap(group: AssociationLoops.group)
        .connectTimeout(.seconds(Int64(options.timeouts.connection)))
        .channelOption(.socketOption(.tcp_nodelay), value: 1)
        .channelOption(.recvAllocator, value: ReceivedBytes.allocator)
        .connect(host: peer.host, port: peer.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            if let security {
              try channel.pipeline.syncOperations.addHandler(
                Self.securing(security, host: peer.host))
            }
            try channel.pipeline.syncOperations.addHandler(
              AssociationHandler(
                .requestor(request), options: options, watch: watch,
                cancellations: cancellations))
            return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
          }
        }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw NetworkError(.unreachable(Self.words(error)), peer: "\(peer)")
    }
  }

  /// Addresses are no names that a certificate could be asked for.
  private static func securing(
    _ context: NIOSSLContext, host: String
  ) throws -> NIOSSLClientHandler {
    do {
      return try NIOSSLClientHandler(context: context, serverHostname: host)
    } catch {
      return try NIOSSLClientHandler(context: context, serverHostname: nil)
    }
  }

  package static func words(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      error.connectionErrors.first.map { words($0.error) }
        ?? "\(error.host) is not known"
    case let error as IOError: systemWords(error.errnoCode)
    case ChannelError.connectTimeout: "nobody answers"
    default: "\(error)"
    }
  }

  private func answer(
    _ inbound: inout Association.AsyncThrowingIterator, from peer: NetworkPeer,
    watch: PatienceWatch
  ) async throws -> AssociationAcceptance {
    let input = try await watch.await(
      "an answer to the request for an association", seconds: options.timeouts.association
    ) {
      try await inbound.next(isolation: #isolation)
    }
    switch input {
    case .accepted(let acceptance): return acceptance
    case .ended(let reason): throw NetworkError(reason, peer: "\(peer)")
    default:
      try Task.checkCancellation()
      throw NetworkError(.connectionLost, peer: "\(peer)")
    }
  }
}

extension UserInformation {
  /// What this side says of itself.
  init(_ options: NetworkOptions) {
    self.init(
      maximumLength: options.limits.dataUnitBytes,
      implementationClassUID: Implementation.classUID,
      implementationVersionName: Implementation.versionName)
  }
}
