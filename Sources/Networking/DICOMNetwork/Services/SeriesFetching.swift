import DICOMModel
import MessageExchange
public import Places

/// Gets instances of an archive.
public struct InstanceFetcher: Sendable {
  /// An instance that an archive has.
  public struct Instance: Hashable, Sendable {
    /// The study it is in.
    public let study: String
    /// The series it is in.
    public let series: String
    /// Its UID.
    public let uid: String
    /// Its SOP class, as far as the archive says.
    public let sopClass: String

    package init(study: String, series: String, uid: String, sopClass: String) {
      self.study = study
      self.series = series
      self.uid = uid
      self.sopClass = sopClass
    }
  }

  /// How instances come.
  public enum Way: String, CaseIterable, Hashable, Sendable {
    /// On the association that asks for them.
    case get
    /// On associations that the archive opens to a listener of this side.
    case move
  }

  /// The archive.
  public let peer: NetworkPeer
  /// How this side talks.
  public let options: NetworkOptions

  /// Creates a fetcher.
  public init(peer: NetworkPeer, options: NetworkOptions) {
    self.peer = peer
    self.options = options
  }

  private var client: NetworkClient { NetworkClient(options: options) }

  /// What an archive has of a study, a series, or an instance.
  ///
  /// - Parameter target: What is meant; a study at least.
  /// - Returns: The instances, series by series.
  /// - Throws: ``NetworkError``.
  public func instances(of target: PlaceTarget) async throws -> [Instance] {
    let plan = ContextPlan.plans(for: [.query(InformationModel.studyRoot.find)])[0]
    return try await client.withAssociation(to: peer, proposing: plan) { association in
      guard let study = target.study else { return [] }
      var series: [String] = target.series.map { [$0] } ?? []
      if target.series == nil {
        let query = Query(level: .series, matches: [.studyInstanceUID: study])
        try await association.find(query.identifier) { match in
          if let uid = match.uid(.seriesInstanceUID) { series.append(uid) }
        }
      }
      var instances: [Instance] = []
      // An archive may have a study under several patients, and answers for each of them.
      for series in series.withoutRepeats(of: \.self) {
        var query = Query(
          level: .image,
          matches: [.studyInstanceUID: study, .seriesInstanceUID: series],
          wanted: [.sopClassUID])
        if let instance = target.instance { query.matches[.sopInstanceUID] = instance }
        var found: [Instance] = []
        try await association.find(query.identifier) { match in
          guard let uid = match.uid(.sopInstanceUID) else { return }
          found.append(
            Instance(
              study: study, series: series, uid: uid, sopClass: match.uid(.sopClassUID) ?? ""))
        }
        instances += found.withoutRepeats(of: \.uid)
      }
      return instances
    }
  }

  /// Gets instances on the associations that ask for them.
  ///
  /// - Parameters:
  ///   - instances: Which.
  ///   - isWhole: Whether they are all that their series have: then series are asked for, which every
  ///     archive understands, unless one is to be shared by several associations.
  ///   - associations: The most associations at a time; what the archive does not grant more than one
  ///     is done without.
  ///   - provider: Takes them; may be called by several tasks at once.
  /// - Returns: The UIDs that the archive says it could not send.
  /// - Throws: ``NetworkError``.
  public func get(
    _ instances: [Instance], whole isWhole: Bool, associations: Int = 1,
    into provider: some ServiceProvider
  ) async throws -> [String] {
    let groups = Self.groups(instances)
    let shares = groups.count < associations ? associations : 1
    let work = groups.flatMap { group in
      let parts = group.parts.flatMap { $0.shared(by: shares) }
      return parts.map { SeriesPart(group: $0, isWhole: isWhole && parts.count == 1) }
    }
    let queue = SharedQueue(work)
    return try await withThrowingTaskGroup(of: Result<[String], any Error>.self) { group in
      for _ in 0..<max(1, min(associations, work.count)) {
        group.addTask { try await get(from: queue, into: provider) }
      }
      var failed: [String] = []
      var refusal: (any Error)?
      var isGranted = false
      for try await result in group {
        switch result {
        case .success(let uids):
          failed += uids
          isGranted = true
        case .failure(let error): refusal = error
        }
      }
      guard let refusal else { return failed }
      guard isGranted else { throw refusal }
      // What was given back when the others were done already.
      return failed + (try await get(from: queue, into: provider).get())
    }
  }

  /// Gets parts of series, each on an association of its own, until there are no more.
  ///
  /// - Returns: The UIDs that could not be sent; or why there is no association, and its part is left.
  private func get(
    from queue: SharedQueue<SeriesPart>, into provider: some ServiceProvider
  ) async throws -> Result<[String], any Error> {
    var failed: [String] = []
    while let part = queue.next() {
      var isOpen = false
      do {
        try await client.withAssociation(to: peer, proposing: part.group.plan) { association in
          isOpen = true
          for query in part.group.queries(whole: part.isWhole) {
            let outcome = try await association.get(query.retrieval, into: provider)
            failed += outcome.failedInstances
          }
        }
      } catch let error as NetworkError where !isOpen {
        queue.giveBack(part)
        return .failure(error)
      }
    }
    return .success(failed)
  }

  /// Has the archive send instances to a listener of this side, which runs meanwhile.
  ///
  /// - Parameters:
  ///   - instances: Which.
  ///   - isWhole: As for ``get(_:whole:associations:into:)``.
  ///   - address: Where to listen; the archive has to know it under this side's title.
  ///   - provider: Takes them.
  /// - Returns: The UIDs that the archive says it could not send.
  /// - Throws: ``NetworkError``.
  public func move(
    _ instances: [Instance], whole isWhole: Bool, listeningAt address: (host: String, port: Int),
    into provider: some ServiceProvider
  ) async throws -> [String] {
    let listener = NetworkListener(options: options, calledTitles: [options.title]) { syntax in
      SOPClass.isStorage(syntax) || syntax == SOPClass.verification
        ? AcceptedSyntaxes.inOrder : nil
    }
    return try await listener.whileListening(
      host: address.host, port: address.port, serve: { try await $0.serve(provider) }
    ) { () async throws in
      let plan = ContextPlan.plans(for: [.query(InformationModel.studyRoot.move)])[0]
      return try await client.withAssociation(to: peer, proposing: plan) { association in
        var failed: [String] = []
        for group in Self.groups(instances) {
          for query in group.queries(whole: isWhole) {
            let outcome = try await association.move(query.retrieval, to: options.title)
            failed += outcome.failedInstances
          }
        }
        return failed
      }
    }
  }

  private static func groups(_ instances: [Instance]) -> [SeriesGroup] {
    var groups: [SeriesGroup] = []
    for instance in instances {
      if let last = groups.indices.last, groups[last].series == instance.series {
        groups[last].instances.append(instance)
      } else {
        groups.append(
          SeriesGroup(
            study: instance.study, series: instance.series, instances: [instance]))
      }
    }
    return groups
  }
}

extension Sequence {
  /// The elements in their order, each but once, as far as `key` tells them apart.
  func withoutRepeats<Key: Hashable>(of key: (Element) -> Key) -> [Element] {
    var seen: Set<Key> = []
    return filter { seen.insert(key($0)).inserted }
  }
}

/// What one association gets.
private struct SeriesPart {
  let group: SeriesGroup
  let isWhole: Bool
}

/// Instances of one series.
private struct SeriesGroup {
  let study: String
  let series: String
  var instances: [InstanceFetcher.Instance]

  /// The classes, in the order in which they come.
  var sopClasses: [String] {
    instances.map(\.sopClass).filter { !$0.isEmpty }.withoutRepeats(of: \.self)
  }

  /// The instances in groups of so few classes that an association has contexts for each; those that
  /// the archive says no class of are in the first.
  var parts: [SeriesGroup] {
    let classes = sopClasses
    guard classes.count > Self.mostClasses else { return [self] }
    return stride(from: 0, to: classes.count, by: Self.mostClasses).map { start in
      let few = Set(classes[start..<min(start + Self.mostClasses, classes.count)])
      var part = self
      part.instances = instances.filter {
        few.contains($0.sopClass) || start == 0 && $0.sopClass.isEmpty
      }
      return part
    }
  }

  /// The instances in so many groups of neighbours, as far as there are enough.
  func shared(by count: Int) -> [SeriesGroup] {
    guard count > 1, instances.count > count else { return [self] }
    return (0..<count).map { n in
      var share = self
      share.instances = Array(
        instances[n * instances.count / count..<(n + 1) * instances.count / count])
      return share
    }
  }

  /// One context is the query's.
  private static let mostClasses = (ContextPlan.most - 1) / ContextNeed.provided("").count

  /// What an association for them proposes.
  var plan: ContextPlan {
    let classes = sopClasses
    let needs =
      classes.isEmpty ? ContextNeed.usuallyProvided : classes.flatMap(ContextNeed.provided)
    return ContextPlan.plans(for: needs, with: [.query(InformationModel.studyRoot.get)])[0]
  }

  /// What retrieves them.
  func queries(whole isWhole: Bool) -> [Query] {
    let keys: [Tag: String] = [.studyInstanceUID: study, .seriesInstanceUID: series]
    guard !isWhole else { return [Query(level: .series, matches: keys)] }
    return stride(from: 0, to: instances.count, by: Self.listed).map { start in
      let uids = instances[start..<min(start + Self.listed, instances.count)].map(\.uid)
      return Query(
        level: .image,
        matches: keys.merging([.sopInstanceUID: uids.joined(separator: "\\")]) { $1 })
    }
  }

  /// UIDs in one list: with 65 bytes each they fit any length of a value.
  private static let listed = 500
}

/// The transfer syntaxes that instances are taken in.
enum AcceptedSyntaxes {
  /// As an acceptor: compressed ones first, since what is stored so comes without being changed, and
  /// those last that nobody would store if not asked to.
  static let inOrder = compressed + ContextNeed.uncompressed + others

  /// Those that data sets with pixels in fragments have.
  static let compressed = TransferSyntax.all.filter(\.isEncapsulated).map(\.uid)

  private static let others = [
    TransferSyntax.deflatedExplicitVRLittleEndian.uid, TransferSyntax.explicitVRBigEndian.uid,
  ]

  /// Every one that may be proposed.
  static let all = ContextNeed.uncompressed + compressed + others
}

extension ContextNeed {
  /// For instances of a class that come by C-GET: every syntax in a context of its own, so that the
  /// other side sends what it has as it is.
  static func provided(_ sopClass: String) -> [ContextNeed] {
    AcceptedSyntaxes.all.map {
      ContextNeed(sopClass: sopClass, transferSyntaxes: [$0], isProvided: true)
    }
  }

  /// For archives that do not say which classes their instances have: what volumes are made of, and
  /// the pictures beside them, in the syntaxes that are common.
  static let usuallyProvided: [ContextNeed] = {
    let classes = [
      "2", "2.1", "4", "4.1", "128", "130", "20", "7", "7.2", "7.3", "7.4", "1", "1.1", "6.1",
      "3.1", "12.1", "481.1", "481.2", "66.4",
    ].map { "1.2.840.10008.5.1.4.1.1.\($0)" }
    let syntaxes: [TransferSyntax] = [
      .jpegBaseline, .jpegLosslessSV1, .jpegLSLossless, .jpeg2000Lossless, .rleLossless,
    ]
    return classes.flatMap { sopClass in
      ([uncompressed] + syntaxes.map { [$0.uid] }).map {
        ContextNeed(sopClass: sopClass, transferSyntaxes: $0, isProvided: true)
      }
    }
  }()
}

extension NetworkListener {
  /// Does something while others are answered, and ends with it.
  func whileListening<Value: Sendable>(
    host: String, port: Int, serve: @escaping @Sendable (Association) async throws -> Void,
    _ body: () async throws -> Value
  ) async throws -> Value {
    let (news, continuation) = AsyncStream<News>.makeStream()
    let listening = Task {
      defer { continuation.finish() }
      try await run(
        host: host, port: port, telling: { continuation.yield($0) }, serve: serve)
    }
    defer { listening.cancel() }
    var iterator = news.makeAsyncIterator()
    guard await iterator.next(isolation: #isolation) != nil else {
      try await listening.value
      throw CancellationError()
    }
    // The other side says that it is done when its requests were answered, which is when their instances
    // are safe.
    return try await body()
  }
}
