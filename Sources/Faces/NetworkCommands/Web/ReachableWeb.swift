import DICOMNetwork
import DICOMWebClient
import Places
import WebServices

/// A service of the web, and how to reach it.
struct ReachableWeb: Sendable {
  let place: WebPlace
  let options: WebOptions

  /// Does something with the service.
  func with<Value: Sendable>(
    _ body: (WebClient) async throws -> Value
  ) async throws -> Value {
    try await WebClient.with(place.base, options: options, body)
  }
}

extension ReachableWeb: InstanceOrigin {
  var name: String { place.base }
  var target: PlaceTarget { place.target }

  func instances() async throws -> [InstanceFetcher.Instance] {
    let instances = try await with { try await $0.instances(of: place.target) }
    guard !instances.isEmpty else { throw NothingThere(place: name) }
    return instances
  }

  func get(
    _ instances: [InstanceFetcher.Instance], whole isWhole: Bool,
    into provider: some ServiceProvider
  ) async throws {
    try await with { try await $0.retrieve(instances, whole: isWhole, into: provider) }
  }

  /// One request has them all: nobody needs to know before what they are.
  func getAll(into provider: some ServiceProvider) async throws {
    let resource = ResourcePath(
      study: target.study, series: target.series, instance: target.instance)
    do {
      try await with { try await $0.retrieve(resource, into: provider) }
    } catch let error as WebClientError where error.reason == .notFound {
      throw NothingThere(place: name)
    }
  }
}
