import DICOMModel
import DICOMNetwork
import Files
import Locks
import RenderedVolumes
import WebServices
import WorkScheduling

/// An archive elsewhere as where volumes come from: what it sends is held in memory while a volume is
/// made of it, and as long as nobody else needs the memory.
final class UpstreamVolumes<Archive: Upstream>: InstanceSource {
  private struct Known {
    let word: [String: String]
    let since: ContinuousClock.Instant
  }

  private struct State {
    var studies: [String: Known] = [:]
    var epochs: [String: Int] = [:]
    var fetched: [Int: Weak] = [:]
    var last = 0
  }

  private struct Weak {
    weak var series: FetchedSeries?
  }

  private let upstream: Archive
  /// The most bytes of pixels that are held.
  private let limit: Int
  private let state = Locked(State())

  private static var instanceCount: Tag { Tag(0x0020, 0x1209) }

  /// For so long what the archive has is thought to be what it had.
  private static var patience: Duration { .seconds(10) }

  /// Asks an archive.
  ///
  /// - Parameters:
  ///   - upstream: The archive.
  ///   - limit: The most bytes of pixels that are held, beside the volumes.
  init(_ upstream: Archive, limit: Int) {
    self.upstream = upstream
    self.limit = limit
  }

  func files(of target: ResourcePath) throws -> [InstanceFile] {
    try files(of: target, context: WorkContext())
  }

  func files(of target: ResourcePath, context: WorkContext) throws -> [InstanceFile] {
    do {
      return try fetched(target, context: context).files
    } catch let failure as ServiceFailure where failure.status == 404 {
      return []
    }
  }

  /// Some of the instances, if it is certain that they are slices of one volume.
  func sample(
    of target: ResourcePath, atMost count: Int, worth least: Int, context: WorkContext
  ) throws -> InstanceSample? {
    let upstream = upstream
    let listed = try AwaitedWork.value(context) { try await upstream.instances(of: target) }
    guard let study = target.study, listed.count > count, ListedInstance.areSlices(listed),
      (listed[0].pixels ?? .max) >= least / 4 / listed.count
    else { return nil }
    let step = (listed.count + count - 1) / count
    // Half of what is left over lies at either end.
    let some = stride(from: (listed.count - 1) % step / 2, to: listed.count, by: step).map {
      listed[$0]
    }
    let group = InstanceGroup(study: study, instances: some)
    let files = try fetched(target, group, context: context).files
    return InstanceSample(files: files, total: listed.count)
  }

  private func fetched(
    _ target: ResourcePath, _ group: InstanceGroup? = nil, context: WorkContext
  ) throws -> FetchedSeries {
    let number = state.withLock { state in
      state.last += 1
      return state.last
    }
    let series = try FetchedSeries(target, group: group, number: number)
    state.withLock { state in
      state.fetched = state.fetched.filter { $0.value.series != nil }
      state.fetched[number] = Weak(series: series)
    }
    try fetch(series, context: context) { try series.add($0, $1) }
    return series
  }

  /// What the series of a study are, and how many instances each has.
  func state(of target: ResourcePath, context: WorkContext) throws -> String? {
    guard let study = target.study else { return nil }
    let known = try known(study, context: context)
    let words =
      target.series.map { uid in known[uid].map { [$0] } ?? [] }
      ?? known.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let epoch = state.withLock { $0.epochs[study] ?? 0 }
    return words.joined(separator: " ") + "#\(epoch)"
  }

  func withBytes<Result>(
    of files: [InstanceFile], context: WorkContext, _ body: () throws -> Result
  ) throws -> Result {
    guard let series = files.first.flatMap(series) else { return try body() }
    do {
      return try series.whileWhole(
        fetch: { try fetch(series, context: context, $0) }, body)
    } catch let failure as ServiceFailure where failure == FetchedSeries.changed {
      forget(series.target.study)
      throw failure
    }
  }

  private func series(of file: InstanceFile) -> FetchedSeries? {
    let number = file.bytes.name.split(separator: "/").first.flatMap { Int($0) }
    return number.flatMap { number in state.withLock { $0.fetched[number]?.series } }
  }

  private func forget(_ study: String?) {
    guard let study else { return }
    state.withLock { state in
      state.studies[study] = nil
      state.epochs[study, default: 0] += 1
    }
  }

  private func known(_ study: String, context: WorkContext) throws -> [String: String] {
    let known = state.withLock { $0.studies[study] }
    if let known, .now - known.since < Self.patience { return known.word }
    let upstream = upstream
    let matches = try AwaitedWork.value(context) {
      try await upstream.search(.series, in: ResourcePath(study: study), QueryParameters())
    }
    var words: [String: String] = [:]
    for match in matches {
      guard let uid = match.uid(.seriesInstanceUID) else { continue }
      words[uid] = "\(match.integer(Self.instanceCount) ?? 0)"
    }
    let now = Known(word: words, since: .now)
    state.withLock { state in
      // Honest viewers have a handful open.
      if state.studies.count >= 1000 { state.studies = [:] }
      state.studies[study] = now
    }
    return words
  }

  // MARK: Memory

  private func fetch(
    _ series: FetchedSeries, context: WorkContext, _ take: @escaping WholeInstances.Take
  ) throws {
    let taken = Locked((count: 0, bytes: 0))
    let count = count(of: series)
    let provider = WholeInstances(
      room: { [self] more in try makeRoom(for: taken.withLock { $0.bytes } + more, of: series) },
      take: { [self] instance, bytes in
        let mean = taken.withLock { taken in
          taken = (taken.count + 1, taken.bytes + bytes.count)
          return taken.bytes / taken.count
        }
        // Instances differ: what lies near the limit is seen when it is reached.
        if let count, count > 2 * limit / max(mean, 1) { throw tooLarge }
        try take(instance, bytes)
      })
    let upstream = upstream
    let (target, group) = (series.target, series.group)
    try AwaitedWork.value(context) {
      guard let group else { return try await upstream.retrieve(target, into: provider) }
      try await upstream.retrieve(group, into: provider)
    }
  }

  /// How many instances a series has, if the archive has said so.
  private func count(of series: FetchedSeries) -> Int? {
    if let group = series.group { return group.instances.count }
    guard let study = series.target.study, let uid = series.target.series else { return nil }
    return state.withLock { $0.studies[study]?.word[uid] }.flatMap { Int($0) }
  }

  private var tooLarge: RenderedVolumesError {
    .tooLarge("a series of more than \(limit) bytes", limit: limit)
  }

  /// Lets go of pixels that nobody uses, oldest first, until there is room.
  private func makeRoom(for bytes: Int, of series: FetchedSeries) throws {
    guard bytes <= limit else { throw tooLarge }
    let all = state.withLock { $0.fetched.values.compactMap(\.series) }
    let others = all.filter { $0 !== series }
    var held = bytes + others.reduce(0) { $0 + $1.pixelBytes }
    guard held > limit else { return }
    let idle = others.compactMap { other in other.idle.map { (series: other, idle: $0) } }
    for other in idle.sorted(by: { $0.idle.since < $1.idle.since }) where held > limit {
      other.series.release()
      held -= other.idle.bytes
    }
    guard held <= limit else { throw RenderedVolumesError.busy(seconds: 2) }
  }
}
