import DICOMNetwork
import Places
import SagittaCommands

/// Where instances come from, whatever is spoken there.
protocol InstanceOrigin: Sendable {
  /// What errors and reports call it.
  var name: String { get }

  /// What is meant of it.
  var target: PlaceTarget { get }

  /// What it has of what is meant; something.
  func instances() async throws -> [InstanceFetcher.Instance]

  /// Gets instances.
  ///
  /// - Parameters:
  ///   - instances: Which.
  ///   - isWhole: Whether they are all that their series have.
  ///   - provider: Takes them; may be called by several tasks at once.
  /// - Throws: What keeps them from coming.
  func get(
    _ instances: [InstanceFetcher.Instance], whole isWhole: Bool,
    into provider: some ServiceProvider
  ) async throws

  /// Gets all that is meant.
  func getAll(into provider: some ServiceProvider) async throws
}

extension InstanceOrigin {
  /// Asks what there is, and gets that.
  func getAll(into provider: some ServiceProvider) async throws {
    let instances = try await instances()
    try await get(instances, whole: target.instance == nil, into: provider)
  }
}

extension PlaceOptions {
  /// Where the instances of a place come from.
  ///
  /// - Parameters:
  ///   - text: The place.
  ///   - way: How they are to come; nil for the way that works.
  ///   - listening: Where to listen, for those that are sent there.
  ///   - parallel: How much is asked for at once.
  /// - Returns: The origin.
  /// - Throws: For places and ways that do not go together.
  func origin(
    _ text: String, via way: FetchWayArgument? = nil, listening: String? = nil,
    parallel: ParallelOptions? = nil
  ) throws -> any InstanceOrigin {
    if let web = try web(text) {
      guard way == nil || way == .wado, listening == nil else {
        throw UsageError("'\(text)' is a place of the web: --via wado is the only way there")
      }
      return parallel?.overlapping(web) ?? web
    }
    guard way != .wado else {
      throw UsageError("--via wado is for places that begin with http:// or https://")
    }
    return try Retrieval(
      resolved(text), way: way.flatMap { InstanceFetcher.Way(rawValue: $0.rawValue) },
      listening: listening, associations: parallel?.count ?? 1)
  }
}
