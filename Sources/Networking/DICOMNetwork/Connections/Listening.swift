import Locks
import NIOCore
import NIOPosix
import NIOSSL
public import UpperLayer

/// Answers others who open associations.
public struct NetworkListener: Sendable {
  /// How this side talks.
  public let options: NetworkOptions

  /// What this side takes.
  public let policy: AssociationPolicy

  /// The most associations at a time; others are told to come again.
  public let mostAssociations: Int

  /// Creates a listener.
  ///
  /// - Parameters:
  ///   - options: How this side talks.
  ///   - mostAssociations: The most associations at a time.
  ///   - calledTitles: The titles that this side answers to; nil for any.
  ///   - callingTitles: The titles that may call; nil for any.
  ///   - sendsRequests: As `AssociationPolicy.sendsRequests`.
  ///   - transferSyntaxes: As `AssociationPolicy.transferSyntaxes`.
  public init(
    options: NetworkOptions = NetworkOptions(), mostAssociations: Int = 100,
    calledTitles: Set<String>? = nil, callingTitles: Set<String>? = nil,
    sendsRequests: @escaping @Sendable (_ abstractSyntax: String) -> Bool = { _ in false },
    transferSyntaxes: @escaping @Sendable (_ abstractSyntax: String) -> [String]?
  ) {
    self.options = options
    self.mostAssociations = mostAssociations
    policy = AssociationPolicy(
      user: UserInformation(options), calledTitles: calledTitles, callingTitles: callingTitles,
      sendsRequests: sendsRequests, transferSyntaxes: transferSyntaxes)
  }

  /// What happens to associations, for logs.
  public enum News: Sendable {
    /// This side listens at an address.
    case listening(host: String, port: Int)
    /// An association was granted: who calls, and from where.
    case opened(callingTitle: String, address: String)
    /// One was refused.
    case refused(callingTitle: String, address: String, AssociationRejection)
    /// One ended as it should.
    case closed(address: String)
    /// One ended in another way.
    case failed(address: String, any Error)
  }

  /// Listens until the task is cancelled.
  ///
  /// - Parameters:
  ///   - host: The address to listen at.
  ///   - port: The port; 0 for any free one, which the first news names.
  ///   - end: Tells it to end.
  ///   - tell: Gets what happens; may be called by many tasks at once.
  ///   - serve: Answers on an association until the other side releases it.
  /// - Throws: ``NetworkError`` if that address cannot be had.
  public func run(
    host: String, port: Int, until end: ListenerEnd = ListenerEnd(),
    telling tell: @escaping @Sendable (News) -> Void,
    serve: @escaping @Sendable (Association) async throws -> Void
  ) async throws {
    let server = try await bind(host: host, port: port)
    try await server.executeThenClose { connections in
      let address = server.channel.localAddress
      tell(.listening(host: address?.ipAddress ?? host, port: address?.port ?? port))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await answer(connections, telling: tell, serve: serve) }
        group.addTask {
          guard let seconds = await end.begun() else { return }
          server.channel.close(promise: nil)
          try await Task.sleep(for: .seconds(seconds))
        }
        // Whichever comes first: all associations have ended, or their time is over.
        try await group.next()
        group.cancelAll()
      }
    }
  }

  /// Answers all connections, each in a task of its own.
  private func answer(
    _ connections: NIOAsyncChannelInboundStream<Connection>,
    telling tell: @escaping @Sendable (News) -> Void,
    serve: @escaping @Sendable (Association) async throws -> Void
  ) async throws {
    let count = Locked(0)
    try await withThrowingDiscardingTaskGroup { group in
      for try await connection in connections {
        group.addTask {
          let isBusy = count.withLock { count in
            count += 1
            return count > mostAssociations
          }
          defer { count.withLock { $0 -= 1 } }
          await answer(connection, isBusy: isBusy, telling: tell, serve: serve)
        }
      }
    }
  }

  /// A connection, and what its handler and its task share.
  private struct Connection: Sendable {
    let accepted: AcceptedConnection<AssociationInput, AssociationOutput>
    let address: String
    let watch: PatienceWatch
    let cancellations: Cancellations
  }

  private static func address(of channel: any Channel) -> String {
    channel.remoteAddress.map { "\($0.ipAddress ?? ""):\($0.port ?? 0)" } ?? "unknown"
  }

  private func bind(
    host: String, port: Int
  ) async throws -> NIOAsyncChannel<Connection, Never> {
    let options = options
    let security = try options.security?.serverContext(for: "\(host):\(port)")
    do {
      return try await ServerBootstrap(group: AssociationLoops.group)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .serverChannelOption(.backlog, value: 256)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .childChannelOption(.recvAllocator, value: ReceivedBytes.allocator)
        .bind(host: host, port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            let watch = PatienceWatch()
            let cancellations = Cancellations()
            if let security {
              try channel.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: security))
            }
            try channel.pipeline.syncOperations.addHandler(
              AssociationHandler(
                .acceptor, options: options, watch: watch, cancellations: cancellations))
            return Connection(
              accepted: try AcceptedConnection(channel), address: Self.address(of: channel),
              watch: watch, cancellations: cancellations)
          }
        }
    } catch {
      let words = (error as? IOError).map { systemWords($0.errnoCode) } ?? "\(error)"
      throw NetworkError(.cannotListen(words), peer: "\(host):\(port)")
    }
  }

  /// One connection; what goes wrong on it harms no other.
  private func answer(
    _ connection: Connection, isBusy: Bool, telling tell: @escaping @Sendable (News) -> Void,
    serve: @escaping @Sendable (Association) async throws -> Void
  ) async {
    let name = connection.address
    do {
      try await connection.accepted.executeThenClose { channel, inbound, outbound in
        var inbound = inbound.makeAsyncIterator()
        guard let request = try await request(&inbound, from: name) else { return }
        let answer =
          isBusy ? .rejection(.temporaryCongestion) : policy.answer(request)
        switch answer {
        case .rejection(let rejection):
          tell(.refused(callingTitle: request.callingTitle, address: name, rejection))
          try await outbound.write(.reject(rejection))
          // The other side closes, or the timer does.
          while try await inbound.next(isolation: #isolation) != nil {}
        case .acceptance(let acceptance):
          tell(.opened(callingTitle: request.callingTitle, address: name))
          try await outbound.write(.accept(acceptance))
          let association = Association(
            contexts: NegotiatedContexts(request, acceptance),
            peer: "\(request.callingTitle)@\(name)", peerInformation: request.user,
            callingTitle: request.callingTitle, options: options, inbound: inbound,
            outbound: outbound, watch: connection.watch, cancellations: connection.cancellations,
            executor: LoopExecutor(channel.eventLoop))
          try await self.serve(association, by: serve)
          tell(.closed(address: name))
        }
      }
    } catch {
      tell(.failed(address: name, error))
    }
  }

  private func serve(
    _ association: Association, by serve: @Sendable (Association) async throws -> Void
  ) async throws {
    do {
      try await serve(association)
    } catch {
      if !association.isReleased { await association.abort() }
      throw error
    }
  }

  /// What the other side asks for; nil if it goes without asking.
  private func request(
    _ inbound: inout Association.AsyncThrowingIterator, from address: String
  ) async throws -> AssociationRequest? {
    switch try await inbound.next(isolation: #isolation) {
    case .requested(let request): return request
    case .ended(let reason): throw NetworkError(reason, peer: address)
    default: return nil
    }
  }
}
