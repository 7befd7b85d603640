import MessageExchange
import Testing

@testable import DICOMNetwork

/// A listener of this process, on a free port of the loopback.
struct Node {
  let port: Int

  /// What happens to its associations; for one reader.
  let news: AsyncStream<NetworkListener.News>

  var peer: NetworkPeer { NetworkPeer(title: "NODE", host: "127.0.0.1", port: port) }

  /// How the next association ends, or is refused.
  func nextEnd() async throws -> NetworkListener.News {
    for await item in news {
      switch item {
      case .closed, .failed, .refused: return item
      case .listening, .opened: continue
      }
    }
    throw NodeIsOver()
  }

  /// What the next association that goes wrong is over of.
  func nextFailure() async throws -> NetworkError {
    guard case .failed(_, let error) = try await nextEnd() else { throw NodeIsOver() }
    return try #require(error as? NetworkError)
  }
}

/// Nothing more happens to a node.
struct NodeIsOver: Error {}

/// Does something while a listener runs, and ends it.
func withNode<Value: Sendable>(
  _ listener: NetworkListener = .stores(), serving provider: some ServiceProvider = Refusing(),
  _ body: (Node) async throws -> Value
) async throws -> Value {
  let (news, continuation) = AsyncStream<NetworkListener.News>.makeStream()
  let (starts, started) = AsyncStream<Int>.makeStream()
  let listening = Task {
    defer { started.finish() }
    try await listener.run(
      host: "127.0.0.1", port: 0,
      telling: { item in
        continuation.yield(item)
        if case .listening(_, let port) = item { started.yield(port) }
      }, serve: { try await $0.serve(provider) })
  }
  var ports = starts.makeAsyncIterator()
  guard let port = await ports.next(isolation: #isolation) else {
    try await listening.value
    throw NodeIsOver()
  }
  let result = await resultOf { try await body(Node(port: port, news: news)) }
  listening.cancel()
  _ = await listening.result
  return try result.get()
}

/// What `body` gives or throws.
func resultOf<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
  do {
    return .success(try await body())
  } catch {
    return .failure(error)
  }
}

extension NetworkListener {
  /// Takes every storage class and verification in the syntaxes that fetching takes.
  static func stores(
    _ options: NetworkOptions = .hasty, mostAssociations: Int = 100,
    calledTitles: Set<String>? = nil, callingTitles: Set<String>? = nil
  ) -> NetworkListener {
    NetworkListener(
      options: options, mostAssociations: mostAssociations, calledTitles: calledTitles,
      callingTitles: callingTitles, transferSyntaxes: Self.storageSyntaxes)
  }

  @Sendable static func storageSyntaxes(_ abstractSyntax: String) -> [String]? {
    SOPClass.isStorage(abstractSyntax) || abstractSyntax == SOPClass.verification
      ? AcceptedSyntaxes.inOrder : nil
  }
}

extension NetworkOptions {
  /// Patience for a machine that has much to do, and no more.
  static let hasty = NetworkOptions(
    timeouts: NetworkTimeouts(connection: 20, association: 20, response: 20, idle: 20))

  /// Waits a second for everything.
  static let impatient = NetworkOptions(
    timeouts: NetworkTimeouts(connection: 4, association: 4, response: 4, idle: 4))
}

/// Takes nothing.
struct Refusing: ServiceProvider {
  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    throw Refusal(.outOfResources, comment: "nothing is taken here")
  }
}
