import DICOMModel
import Files
import Locks
import SagittaEngine
import WebServices

/// Finds the volume that a target means, and keeps it.
final class TargetVolumes: Sendable {
  let source: any InstanceSource
  private let limits: RenderedLimits
  private let cache: VolumeCache
  private let promises = PromisedLoads()
  private let samples = SampledSeries()
  /// Headers of what was asked for lately, by the instances' versions.
  private let reports = SharedResults<String, SeriesReport>(mostValues: 64)
  /// The instances of targets whose source says when they change.
  private let listings = SharedResults<String, Listing>(mostValues: 64)

  /// The instances of a target, and a word that is another one whenever they are.
  struct Listing: Sendable {
    let files: [InstanceFile]
    let word: String
  }

  /// A volume that was found.
  struct Found {
    /// The volume, or one of some of its slices.
    let kept: KeptVolume
    /// A word that is another one whenever the volume is.
    let word: String
    /// What the client should hear.
    let notes: [String]
    /// Which slices it is made of; nil for all of them.
    let coarse: CoarseVolume?
    /// A smaller volume for rays, where one was asked for.
    var halved: Halved?
  }

  /// A volume of half as many voxels along each axis.
  struct Halved {
    let kept: KeptVolume
    /// Where the whole volume ends before it does.
    let rims: [Plane]
  }

  init(_ source: any InstanceSource, limits: RenderedLimits) {
    self.source = source
    self.limits = limits
    cache = VolumeCache(bytes: limits.cacheBytes)
  }

  /// The bytes of all volumes that are kept or being loaded.
  var takenBytes: Int { cache.takenBytes }

  /// How many volumes are kept.
  var count: Int { cache.count }

  /// Lists the instances of a target.
  ///
  /// - Throws: ``RenderedVolumesError/noSuchTarget(_:)``; what the source throws.
  func listing(of target: ResourcePath, context: WorkContext) throws -> Listing {
    let listed = target.container
    guard let state = try source.state(of: listed, context: context) else {
      return try fresh(listed, context: context)
    }
    let key = listed.path + " " + state
    let listing = try listings.value(for: key, bytes: { _ in 0 }, context: context) {
      try fresh(listed, context: context)
    }
    samples.allCame(key)
    return listing
  }

  private func fresh(_ target: ResourcePath, context: WorkContext) throws -> Listing {
    let files = try source.files(of: target, context: context).sorted {
      $0.sopInstance < $1.sopInstance
    }
    guard !files.isEmpty else { throw RenderedVolumesError.noSuchTarget(target.path) }
    var hash = StableHash()
    for file in files {
      hash.update(file.sopInstance)
      hash.update(file.version)
    }
    return Listing(files: files, word: String(hash.value, radix: 36))
  }

  /// Does something with the volume that is meant.
  ///
  /// - Parameters:
  ///   - target: The target.
  ///   - input: Which part of it is the volume.
  ///   - takesCoarse: Whether some of its slices will do while the others are still read.
  ///   - context: The workers.
  ///   - body: What to do with it.
  /// - Returns: What `body` returns.
  /// - Throws: ``RenderedVolumesError``; what loading and `body` throw.
  func use<Result>(
    _ target: ResourcePath, input: VolumeInput, takesCoarse: Bool = false, context: WorkContext,
    body: (Found) throws -> Result
  ) throws -> Result {
    if takesCoarse, input == VolumeInput(),
      let result = try useSample(of: target, context: context, body: body)
    {
      return result
    }
    let listing = try narrowed(
      try listing(of: target, context: context), by: input.matches, context: context)
    let report = try self.report(of: listing, context: context)
    let choice = try VolumePick(
      target, input: input, report: report, listing: listing, context: context)
    let word = listing.word + "/" + choice.word
    let needed = choice.loader.memoryNeeded(
      for: choice.plan, phase: choice.phase, workers: context.workers)
    @Sendable func load(_ context: WorkContext) throws -> KeptVolume {
      try source.withBytes(of: listing.files, context: context) {
        try choice.load(report, context: context)
      }
    }
    if takesCoarse, !cache.holds(word),
      let coarse = CoarseVolume(of: choice, listing: listing, from: limits.preliminaryBytes)
    {
      do {
        let share = needed / coarse.total * (coarse.count + 1)
        return try cache.use(
          word + "~", bytes: share, context: context,
          load: { [source] context in
            try source.withBytes(of: coarse.files, context: context) { try coarse.load(context) }
          }
        ) { kept in
          promises.keep(word) { [cache] context in
            // Who asks for the whole volume hears what became of it.
            try? cache.use(word, bytes: needed, context: context, load: load) { _ in }
          }
          return try body(Found(kept: kept, word: word, notes: choice.notes, coarse: coarse))
        }
      } catch is CoarseVolume.Unsuitable {
        // Then there is the whole volume.
      }
    }
    return try cache.use(word, bytes: needed, context: context, load: load) {
      try body(Found(kept: $0, word: word, notes: choice.notes, coarse: nil))
    }
  }

  /// Does something with a volume of the slices that come ahead of the others, which are then fetched; nil if
  /// all have come, or there is no such volume.
  private func useSample<Result>(
    of target: ResourcePath, context: WorkContext, body: (Found) throws -> Result
  ) throws -> Result? {
    guard target.series != nil, target.instance == nil,
      let state = try source.state(of: target.container, context: context)
    else { return nil }
    let key = target.container.path + " " + state
    let sample = try samples.sample(for: key, context: context) {
      try Sampled(of: target.container, from: source, worth: limits.preliminaryBytes, context)
    }
    guard let sample else { return nil }
    do {
      return try cache.use(
        key + "~", bytes: sample.bytes, context: context,
        load: { [source] context in
          try source.withBytes(of: sample.coarse.files, context: context) {
            try sample.coarse.load(context)
          }
        }
      ) { kept in
        promises.keep(key) { [self] context in
          // Who asks for the whole volume hears what became of it.
          try? use(target, input: VolumeInput(), context: context) { _ in }
        }
        return try body(Found(kept: kept, word: key, notes: [], coarse: sample.coarse))
      }
    } catch is CoarseVolume.Unsuitable {
      return nil
    }
  }

  /// Does something with a volume that has got a smaller one beside it, if that is wanted and worth its
  /// while; where there is no room for it, without.
  ///
  /// - Parameters:
  ///   - found: The volume, which is in use.
  ///   - kept: What a voxel of a smaller one is of those whose place it takes; nil if it will not do.
  ///   - context: The workers.
  ///   - body: What to do with them.
  /// - Returns: What `body` returns.
  /// - Throws: What making it and `body` throw.
  func useHalved<Result>(
    of found: Found, keeping kept: HalvedVolume.Kept?, context: WorkContext,
    body: (Found) throws -> Result
  ) throws -> Result {
    let whole = found.kept
    guard let kept, found.coarse == nil, whole.bytes >= limits.preliminaryBytes,
      let smaller = try HalvedVolume(of: whole.volume, keeping: kept)
    else { return try body(found) }
    var isThere = false
    do {
      return try cache.use(
        "\(found.word)/halved-\(kept.rawValue)", bytes: smaller.bytes, context: context,
        load: { context in
          let volume = try smaller.volume(context: context)
          return KeptVolume(volume, plan: whole.plan, phase: whole.phase, loader: whole.loader)
        }
      ) { kept in
        isThere = true
        var both = found
        both.halved = Halved(kept: kept, rims: smaller.rims)
        return try body(both)
      }
    } catch let error as RenderedVolumesError where !isThere && error.kind == .overLimit {
      return try body(found)
    }
  }

  /// The report of some instances.
  func report(of listing: Listing, context: WorkContext) throws -> SeriesReport {
    try reports.value(for: listing.word, bytes: { _ in 0 }, context: context) {
      try source.withBytes(of: listing.files, context: context) {
        try VolumeLoader.served.scan(listing.files.map(\.bytes), context: context)
      }
    }
  }

  /// The instances that have the attributes which are asked for.
  private func narrowed(
    _ listing: Listing, by matches: [AttributeMatch], context: WorkContext
  ) throws -> Listing {
    guard !matches.isEmpty else { return listing }
    var hash = StableHash()
    for match in matches.sorted(by: { $0.tag < $1.tag }) {
      hash.update("\(match.tag) \(match.value)")
    }
    let word = listing.word + "~" + String(hash.value, radix: 36)
    return try listings.value(for: word, bytes: { _ in 0 }, context: context) {
      let isMet = try context.map(listing.files.count) { number in
        let dataSet = try? VolumeLoader().attributes(
          of: listing.files[number].bytes, context: context)
        return dataSet.map { set in matches.allSatisfy { $0.isMet(by: set) } } ?? false
      }
      let files = zip(listing.files, isMet).filter(\.1).map(\.0)
      guard !files.isEmpty else {
        throw RenderedVolumesError.noVolume("no instance has the attributes that are asked for")
      }
      return Listing(files: files, word: word)
    }
  }
}

extension ResourcePath {
  /// The study, series or instance, whatever is asked of it.
  fileprivate var container: ResourcePath {
    ResourcePath(study: study, series: series, instance: instance)
  }
}
