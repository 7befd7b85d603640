import DICOMNetwork
import Faults
import MessageExchange
import Places
import SagittaCommands

/// The instances of a place, by the way that works.
struct Retrieval: InstanceOrigin {
  private let place: ReachablePlace
  private let way: InstanceFetcher.Way?
  private let address: ListeningAddress?

  private let associations: Int

  init(
    _ place: ReachablePlace, way: InstanceFetcher.Way? = nil, listening: String? = nil,
    associations: Int = 1
  ) throws {
    self.place = place
    self.associations = associations
    self.way = way
    address = try (listening ?? place.moveTo).map(ListeningAddress.init)
    if way == .move, address == nil {
      throw UsageError(
        "--via move needs --listen HOST:PORT, which the place knows under our title")
    }
  }

  var name: String { "\(place.peer)" }
  var target: PlaceTarget { place.target }

  private var fetcher: InstanceFetcher {
    InstanceFetcher(peer: place.peer, options: place.options)
  }

  /// What the place has of what is meant; something.
  func instances() async throws -> [InstanceFetcher.Instance] {
    let instances = try await fetcher.instances(of: place.target)
    guard !instances.isEmpty else { throw NothingThere(place: "\(place.peer)") }
    return instances
  }

  /// Gets instances: by C-GET, and by C-MOVE where the place does not know that.
  func get(
    _ instances: [InstanceFetcher.Instance], whole isWhole: Bool,
    into provider: some ServiceProvider
  ) async throws {
    guard !instances.isEmpty else { return }
    do {
      if way != .move {
        _ = try await fetcher.get(
          instances, whole: isWhole, associations: associations, into: provider)
        return
      }
    } catch let error as NetworkError {
      guard way == nil, address != nil, error.isAboutGet else { throw error }
    }
    guard let address else { return }
    _ = try await fetcher.move(
      instances, whole: isWhole, listeningAt: (address.host, address.port), into: provider)
  }
}

extension NetworkError {
  /// Whether another way may work where C-GET does not.
  fileprivate var isAboutGet: Bool {
    switch reason {
    case .notSupported, .roleRefused: true
    default: false
    }
  }
}

/// `HOST:PORT`.
struct ListeningAddress: Sendable {
  let host: String
  let port: Int

  init(_ text: String) throws {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let port = Int(text[text.index(after: colon)...]), (1...65535).contains(port)
    else { throw UsageError("'\(text)' is no address to listen at: HOST:PORT, as 0.0.0.0:11112") }
    host = String(text[..<colon])
    self.port = port
  }
}

/// A place has nothing of what is meant.
struct NothingThere: Fault {
  let place: String

  var code: FaultCode { "no-such-study" }
  var kind: FaultKind { .noInput }
  var isCodePromised: Bool { true }
  var description: String { "\(place) has no such study, series or instance" }
}
