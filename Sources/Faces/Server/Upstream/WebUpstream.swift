import DICOMModel
import DICOMNetwork
import DICOMWebClient
import WebServices

/// A service of DICOMweb as the archive behind a server.
struct WebUpstream: Upstream {
  let client: WebClient

  init(_ base: String, _ options: WebOptions) throws {
    var options = options
    // Every request here may be one there.
    options.requests = max(options.requests, 64)
    client = try WebClient(connectingTo: base, options: options)
  }

  func check() async throws { _ = try await client.echo() }

  func search(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ parameters: QueryParameters
  ) async throws -> [DataSet] {
    var resource = resource
    resource.subject = .list(level)
    var matches: [DataSet] = []
    try await client.search(resource, parameters) { matches.append($0) }
    return matches
  }

  func retrieve(_ target: ResourcePath, into provider: some ServiceProvider) async throws {
    try await client.retrieve(target, into: provider)
  }

  func retrieve(_ group: InstanceGroup, into provider: some ServiceProvider) async throws {
    try await client.retrieve(group.fetched, whole: false, into: provider)
  }

  func close() async { await client.close() }
}
