import DICOMModel
import DICOMNetwork
import WebServices

/// What is asked of an archive elsewhere, whatever is spoken there.
protocol Upstream: Sendable {
  /// Asks whether it is there.
  func check() async throws

  /// Looks for studies, series or instances.
  ///
  /// - Parameters:
  ///   - level: What is looked for.
  ///   - resource: Where.
  ///   - parameters: What has to match, and what is wanted as well.
  /// - Returns: The matches, their texts in UTF-8.
  /// - Throws: What keeps it from answering.
  func search(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ parameters: QueryParameters
  ) async throws -> [DataSet]

  /// Gets instances as they are stored.
  ///
  /// - Parameters:
  ///   - target: A study, a series or an instance.
  ///   - provider: Takes them; may be called by several tasks at once.
  /// - Throws: What keeps them from coming.
  func retrieve(_ target: ResourcePath, into provider: some ServiceProvider) async throws

  /// Gets some instances of a study as they are stored.
  ///
  /// - Parameters:
  ///   - group: Which.
  ///   - provider: Takes them; may be called by several tasks at once.
  /// - Throws: What keeps them from coming.
  func retrieve(_ group: InstanceGroup, into provider: some ServiceProvider) async throws

  /// Ends all connections.
  func close() async
}

extension Upstream {
  /// The instances of a study or series in the order in which they are shown.
  func instances(of target: ResourcePath) async throws -> [ListedInstance] {
    var series = target.series.map { [$0] } ?? []
    if series.isEmpty {
      let found = try await search(
        .series, in: ResourcePath(study: target.study), QueryParameters())
      series = found.sorted {
        ($0.integer(.seriesNumber) ?? .max) < ($1.integer(.seriesNumber) ?? .max)
      }.compactMap { $0.uid(.seriesInstanceUID) }
    }
    var instances: [ListedInstance] = []
    for uid in series {
      let path = ResourcePath(study: target.study, series: uid)
      let found = try await search(.instances, in: path, QueryParameters())
      let own = found.compactMap { ListedInstance($0, series: uid) }
      instances += own.sorted { ($0.number, $0.uid) < ($1.number, $1.uid) }
    }
    return instances
  }
}

/// An instance that an archive elsewhere says it has.
struct ListedInstance: Sendable {
  let series: String
  let uid: String
  let sopClass: String
  let number: Int
  /// Of one frame; nil where the archive does not say.
  let pixels: Int?
  private let rows: Int?
  private let frames: Int

  init?(_ match: DataSet, series: String) {
    guard let uid = match.uid(.sopInstanceUID) else { return nil }
    self.series = series
    self.uid = uid
    sopClass = match.uid(.sopClassUID) ?? ""
    number = match.integer(.instanceNumber) ?? .max
    rows = match.integer(.rows)
    frames = match.integer(.numberOfFrames) ?? 1
    pixels = rows.flatMap { rows in
      match.integer(.columns).map { rows.multipliedReportingOverflow(by: $0).partialValue }
    }
  }

  /// Whether instances look like slices of one volume in their order: alike, of one frame each, and each
  /// with a number of its own.
  static func areSlices(_ instances: [ListedInstance]) -> Bool {
    guard let first = instances.first else { return false }
    return Set(instances.map(\.number)).count == instances.count
      && instances.allSatisfy { other in
        other.frames == 1 && other.number != .max && other.sopClass == first.sopClass
          && other.rows == first.rows && other.pixels == first.pixels
      }
  }
}
