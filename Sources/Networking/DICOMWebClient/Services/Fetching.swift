public import DICOMNetwork
import DICOMModel
public import Places
import WebServices

extension WebClient {
  /// What a service has of a study, a series, or an instance.
  ///
  /// - Parameter target: What is meant; a study at least.
  /// - Returns: The instances, series by series.
  /// - Throws: ``WebClientError``.
  public func instances(of target: PlaceTarget) async throws -> [InstanceFetcher.Instance] {
    guard let study = target.study else { return [] }
    var series: [String] = target.series.map { [$0] } ?? []
    if target.series == nil {
      try await search(ResourcePath(study: study, subject: .list(.series))) { match in
        if let uid = match.uid(.seriesInstanceUID) { series.append(uid) }
      }
    }
    return try await overlapped(series) { series in
      try await instances(study: study, series: series, instance: target.instance)
    }.flatMap(\.self)
  }

  private func instances(
    study: String, series: String, instance: String?
  ) async throws -> [InstanceFetcher.Instance] {
    var parameters = QueryParameters()
    if let instance { parameters.matches = [QueryParameters.Match([.sopInstanceUID], instance)] }
    let path = ResourcePath(study: study, series: series, subject: .list(.instances))
    var found: [InstanceFetcher.Instance] = []
    try await search(path, parameters) { match in
      guard let uid = match.uid(.sopInstanceUID) else { return }
      found.append(
        InstanceFetcher.Instance(
          study: study, series: series, uid: uid, sopClass: match.uid(.sopClassUID) ?? ""))
    }
    return found
  }

  /// Gets instances, several requests at a time.
  ///
  /// - Parameters:
  ///   - instances: Which.
  ///   - isWhole: Whether they are all that their series have: then series are asked for.
  ///   - provider: Takes them; may be called by several tasks at once.
  /// - Throws: ``WebClientError``; what the provider throws.
  public func retrieve(
    _ instances: [InstanceFetcher.Instance], whole isWhole: Bool,
    into provider: some ServiceProvider
  ) async throws {
    var resources: [ResourcePath] = []
    for instance in instances {
      let path = ResourcePath(
        study: instance.study, series: instance.series, instance: isWhole ? nil : instance.uid)
      if resources.last != path { resources.append(path) }
    }
    _ = try await overlapped(resources) { try await retrieve($0, into: provider) }
  }

  /// What `body` makes of each, in their order, with as many at a time as may be asked for.
  func overlapped<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
      var values: [Value?] = Array(repeating: nil, count: elements.count)
      for (n, element) in elements.enumerated() {
        if n >= options.requests, let (done, value) = try await group.next() {
          values[done] = value
        }
        group.addTask { (n, try await body(element)) }
      }
      for try await (done, value) in group { values[done] = value }
      return values.compactMap(\.self)
    }
  }
}
